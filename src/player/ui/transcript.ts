import type { StepGroup } from '../../session/steps';
import type { Session } from '../../session/types';
import { clockTime } from '../../ui/format';
import { t } from '../../ui/t';
import { pageName, stepText } from './words';

/** The steps as plain text, for a bug report. `start` is the timeline's. */
export function transcript(session: Session, groups: readonly StepGroup[], start: number): string {
  const lines = [session.title || pageName(session.landing), new Date(session.startedAt).toLocaleString()];
  for (const { title, url, at, steps } of groups) {
    lines.push('', `${clockTime(at - start)}  ${pageName({ title, url })}`, `      ${url}`);
    for (const step of steps) {
      const times = step.count > 1 ? ` ${t('playerStepTimes', step.count)}` : '';
      lines.push(`${clockTime(step.at - start)}  - ${stepText(step)}${times}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
