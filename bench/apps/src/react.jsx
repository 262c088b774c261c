import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { appOf } from './tasks-app.jsx';

const App = appOf(useState, 'onDoubleClick');
createRoot(document.getElementById('app')).render(<App />);
