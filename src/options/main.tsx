import '../ui/theme.css';
import './options.css';
import { render } from 'preact';
import { App } from './app';
import { followSettings } from './state';

followSettings();
render(<App />, document.body);
