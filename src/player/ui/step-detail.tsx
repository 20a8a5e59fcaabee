import type { Step } from '../../session/steps';
import { clockTime } from '../../ui/format';
import { t } from '../../ui/t';
import { DetailPane } from './detail-pane';
import { JourneyActions } from './journey-actions';
import type { PlayerModel } from './model';
import { NoteForm } from './note-form';
import { stepText } from './words';

/** What is known of a step beyond its sentence: a stack, an answer, ways to find the element again; of a note, the form to change it. */
export function StepDetail({ model, step }: { model: PlayerModel; step: Step }) {
  const { notes } = model;
  const close = () => {
    model.stepsView.chosen.value = undefined;
  };
  const note = model.index.value?.notes.find(({ id }) => id === step.key);
  const journey = model.journeys.value.find(({ key }) => key === step.key);
  if (!note && !journey && step.detail === undefined && !step.selectors?.length) return null;
  const label = t('playerNoteAt', clockTime(step.at - (model.timeline.value?.start ?? 0)));
  return (
    <DetailPane label={note ? label : t('playerStepDetail')} onClose={close} small>
      {note && notes.editing ? (
        <NoteForm
          label={label}
          words={{ kind: note.kind ?? 'note', text: note.text }}
          onSave={words => {
            notes.change(note, words);
            close();
          }}
          onCancel={close}
          onDelete={() => {
            notes.remove(note);
            close();
          }}
        />
      ) : (
        <>
          <p class="step-sentence">{stepText(step)}</p>
          {journey && <JourneyActions model={model} journey={journey} />}
          {!journey && step.detail !== undefined && <pre class="body-text">{step.detail}</pre>}
          {step.selectors && (
            <ul class="stack">
              {step.selectors.map(selector => (
                <li key={selector}>{selector}</li>
              ))}
            </ul>
          )}
        </>
      )}
    </DetailPane>
  );
}
