import '../ui/theme.css';
import './options.css';
import { render } from 'preact';
import { Apart, isApart } from '../ui/apart';
import { App } from './app';
import { followSettings } from './state';

if (isApart) render(<Apart path="options/index.html" />, document.body);
else {
  followSettings();
  render(<App />, document.body);
}
