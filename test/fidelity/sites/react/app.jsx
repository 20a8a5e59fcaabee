import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import styled, { createGlobalStyle, css, keyframes, ThemeProvider } from 'styled-components';

const light = {
  back: '#f4f2ec',
  card: '#ffffff',
  text: '#23201a',
  quiet: '#7a7466',
  accent: '#2f5d46',
  line: '#dcd6c6',
};
const dark = {
  back: '#1d211f',
  card: '#292e2b',
  text: '#efece4',
  quiet: '#a5a195',
  accent: '#7fc29b',
  line: '#414743',
};

const Global = createGlobalStyle`
  body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: ${p => p.theme.back}; color: ${p => p.theme.text} }
  * { box-sizing: border-box }
`;
const rise = keyframes`from { opacity: 0; transform: translateY(12px) } to { opacity: 1; transform: none }`;
const Page = styled.main`max-width: 960px; margin: 0 auto; padding: 32px 24px`;
const Bar = styled.header`display: flex; gap: 12px; align-items: center; margin-bottom: 24px; h1 { margin: 0 auto 0 0 }`;
const Button = styled.button`
  font: inherit; padding: 8px 18px; border-radius: 8px; cursor: pointer; border: 1px solid ${p => p.theme.accent};
  background: transparent; color: ${p => p.theme.accent};
  ${p => p.$primary && css`background: ${p.theme.accent}; color: ${p.theme.card};`}
  &:hover { box-shadow: 0 0 0 4px color-mix(in srgb, ${p => p.theme.accent} 25%, transparent) }
`;
const Board = styled.div`display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px`;
const Column = styled.section`background: ${p => p.theme.card}; border: 1px solid ${p => p.theme.line}; border-radius: 14px; padding: 16px`;
const Card = styled.article`
  border-left: 5px solid ${p => p.$tone}; border-radius: 6px; padding: 10px 14px; margin-top: 12px;
  background: linear-gradient(90deg, color-mix(in srgb, ${p => p.$tone} 14%, transparent), transparent);
  animation: ${rise} 200ms ease-out;
  small { color: ${p => p.theme.quiet}; display: block }
`;
const Meter = styled.div.attrs(p => ({ style: { '--share': p.$share } }))`
  height: 10px; border-radius: 5px; background: ${p => p.theme.line}; margin: 20px 0; overflow: hidden;
  &::after { content: ''; display: block; height: 100%; width: calc(var(--share) * 100%); background: ${p => p.theme.accent} }
`;
const Field = styled.input`font: inherit; padding: 8px 12px; border: 2px solid ${p => p.theme.line}; border-radius: 8px;
  background: ${p => p.theme.card}; color: inherit; &:focus { outline: none; border-color: ${p => p.theme.accent} }`;

const TONES = ['#c8643c', '#4a5a86', '#2f8f6b', '#b0862c'];
const STATES = ['Open', 'In progress', 'Done'];

function App() {
  const [isDark, setDark] = useState(false);
  const [text, setText] = useState('');
  const [tasks, setTasks] = useState([
    { id: 1, name: 'Record the check-out', state: 2 },
    { id: 2, name: 'Replay it on a plane', state: 1 },
    { id: 3, name: 'Write the report', state: 0 },
  ]);
  const move = id => setTasks(tasks.map(task => (task.id === id ? { ...task, state: (task.state + 1) % 3 } : task)));
  const add = event => {
    event.preventDefault();
    setTasks([...tasks, { id: tasks.length + 1, name: text || 'Something else', state: 0 }]);
    setText('');
  };
  const done = tasks.filter(({ state }) => state === 2).length;
  return (
    <ThemeProvider theme={isDark ? dark : light}>
      <Global />
      <Page>
        <Bar>
          <h1>Workbench</h1>
          <Button id="theme" onClick={() => setDark(!isDark)}>
            {isDark ? 'Light' : 'Dark'}
          </Button>
        </Bar>
        <form onSubmit={add}>
          <Field id="name" aria-label="Task" value={text} onChange={event => setText(event.target.value)} />{' '}
          <Button id="add" $primary>
            Add a task
          </Button>
        </form>
        <Meter
          $share={done / tasks.length}
          role="meter"
          aria-valuenow={done}
          aria-valuemax={tasks.length}
          aria-label="Done"
        />
        <Board>
          {STATES.map((name, state) => (
            <Column key={name}>
              <strong>{name}</strong>
              {tasks
                .filter(task => task.state === state)
                .map(task => (
                  <Card key={task.id} $tone={TONES[task.id % 4]}>
                    {task.name}
                    <small>Task {task.id}</small>
                    <Button id={`move-${task.id}`} onClick={() => move(task.id)}>
                      Move on
                    </Button>
                  </Card>
                ))}
            </Column>
          ))}
        </Board>
      </Page>
    </ThemeProvider>
  );
}

createRoot(document.querySelector('#root')).render(<App />);
