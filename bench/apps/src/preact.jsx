import { render } from 'preact';
import { useState } from 'preact/hooks';
import { appOf } from './tasks-app.jsx';

const App = appOf(useState, 'onDblClick');
render(<App />, document.getElementById('app'));
