import { mount } from 'svelte';
import Tasks from './Tasks.svelte';
import './play.js';

mount(Tasks, { target: document.getElementById('app') });
