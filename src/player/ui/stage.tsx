import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../ui/t';
import { Icon } from './icons';
import type { PlayerModel } from './model';
import { pageName } from './words';

/** Before the first picture is there. */
const USUAL_VIEWPORT = { width: 1280, height: 720 };

/** The recorded page at its recorded size, scaled to fit, in a browser's frame. */
export function Stage({ model }: { model: PlayerModel }) {
  const area = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const room = useSignal({ width: 0, height: 0 });

  useLayoutEffect(() => {
    const measure = () => {
      const { clientWidth = 0, clientHeight = 0 } = area.current ?? {};
      const next = { width: clientWidth, height: clientHeight - (bar.current?.offsetHeight ?? 0) };
      if (next.width !== room.peek().width || next.height !== room.peek().height) room.value = next;
    };
    const observer = new ResizeObserver(measure);
    if (area.current) observer.observe(area.current);
    measure();
    return () => observer.disconnect();
  }, []);
  useEffect(() => (host.current ? model.attach(host.current) : undefined), [model]);

  const known = model.state.value?.viewport;
  const { width, height } = known?.width && known.height ? known : USUAL_VIEWPORT;
  const scale = Math.min(1, room.value.width / width, room.value.height / height) || 0.01;
  return (
    <div class="stage" ref={area}>
      <div class="browser" style={{ width: `${Math.floor(width * scale)}px` }}>
        <div class="browser-bar" ref={bar}>
          <Address model={model} />
        </div>
        <div class="screen" style={{ height: `${Math.floor(height * scale)}px` }}>
          {/* The engine puts its windows here; nothing of preact's may. */}
          <div
            class="page"
            ref={host}
            role="img"
            aria-label={t('playerStage')}
            style={{ width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` }}
          />
          <Curtain model={model} />
        </div>
      </div>
    </div>
  );
}

function Address({ model }: { model: PlayerModel }) {
  const page = model.page.value;
  return (
    <>
      <span class="browser-tab">{page ? pageName(page) : ''}</span>
      <span class="browser-url">{model.url.value}</span>
    </>
  );
}

/** Lies over the page: a click plays and pauses, and what the picture cannot say stands here. */
function Curtain({ model }: { model: PlayerModel }) {
  const { damage, loading = true, ended } = model.state.value ?? {};
  const playing = model.playing.value;
  const notice =
    (damage === 'missing' && t('playerGapMissing')) ||
    (damage === 'corrupt' && t('playerGapCorrupt')) ||
    (ended && t('playerEnded')) ||
    (model.held.value && t('playerHeld'));
  return (
    // The button "Play" and the keys do the same: for a mouse only.
    <div class="curtain" onClick={model.toggle}>
      {loading && <Spinner />}
      {!playing && !loading && (
        <span class="big-play" aria-hidden="true">
          <Icon name="play" size={36} />
        </span>
      )}
      <p class="stage-notice" role="status">
        {notice}
      </p>
    </div>
  );
}

/** Shown only after a moment (CSS): most pictures are there at once. */
const Spinner = () => <span class="spinner">{t('playerLoading')}</span>;
