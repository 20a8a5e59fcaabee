import { useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { environmentAt } from '../../session/environment';
import { t } from '../../ui/t';
import { Icon } from './icons';
import { KeyCaption } from './key-caption';
import type { PlayerModel } from './model';
import { Picker } from './picker';
import { TabStrip } from './tab-strip';

/** A touch screen alone is none of a phone's: many laptops have one. */
const HELD = /^(Android|iOS)/;
/** Up to here a page that stands upright is on a phone. */
const PHONE_WIDTH = 500;
/** The phone's own edges, as the style draws them. */
const PHONE_EDGE = { width: 20, height: 40 };
/** Before the first picture is there. */
const USUAL_VIEWPORT = { width: 1280, height: 720 };

/** The recorded page at its recorded size, scaled to fit, in a browser's frame. */
export function Stage({ model }: { model: PlayerModel }) {
  const area = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const room = useSignal({ width: 0, height: 0 });
  const known = model.state.value?.viewport;
  const { width, height } = known?.width && known.height ? known : USUAL_VIEWPORT;
  const isHeld = useComputed(() => {
    const [index, page] = [model.index.value, model.page.value];
    const { touch, os = '' } = (index && page && environmentAt(index, page.pageViewId, page.to)) ?? {};
    return touch === true && HELD.test(os);
  });
  const isPhone = isHeld.value || (width <= PHONE_WIDTH && height > width);
  const hasTabs = model.tabs.value.length > 1;

  useLayoutEffect(() => {
    const measure = () => {
      const { clientWidth = 0, clientHeight = 0 } = area.current ?? {};
      const edge = isPhone ? PHONE_EDGE : { width: 0, height: 0 };
      const next = {
        width: clientWidth - edge.width,
        height: clientHeight - (bar.current?.offsetHeight ?? 0) - edge.height,
      };
      if (next.width !== room.peek().width || next.height !== room.peek().height) room.value = next;
    };
    const observer = new ResizeObserver(measure);
    if (area.current) observer.observe(area.current);
    measure();
    return () => observer.disconnect();
  }, [isPhone, hasTabs]);
  // Before the next picture: who is quick with a key goes where it leads.
  useLayoutEffect(() => (host.current ? model.attach(host.current) : undefined), [model]);

  const fit = Math.min(1, room.value.width / width, room.value.height / height) || 0.01;
  const scale = model.lifeSize.value ? 1 : fit;
  const address = (
    <div ref={bar} class="address">
      <TabStrip model={model} />
      <div class="browser-bar">
        <Address model={model} />
      </div>
    </div>
  );
  return (
    <div class={model.lifeSize.value ? 'stage life-size' : 'stage'} ref={area}>
      {isPhone && address}
      <div class={`browser ${isPhone ? 'phone' : ''}`} style={{ width: `${Math.floor(width * scale)}px` }}>
        {!isPhone && address}
        <div class="screen" style={{ height: `${Math.floor(height * scale)}px` }}>
          {/* The engine puts its windows here; nothing of preact's may. */}
          <div
            class="recorded"
            ref={host}
            role="img"
            aria-label={t('playerStage')}
            style={{ width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` }}
          />
          <Curtain model={model} />
          <KeyCaption model={model} />
          <StageNotice model={model} />
          <Picker model={model} />
        </div>
      </div>
    </div>
  );
}

function Address({ model }: { model: PlayerModel }) {
  return (
    <>
      {model.tabs.value.length < 2 && <span class="browser-tab">{model.pageName.value}</span>}
      <span class="browser-url">{model.url.value}</span>
    </>
  );
}

/** Lies over the page: a click plays and pauses. For a mouse only: the button "Play" and the keys do the same. */
function Curtain({ model }: { model: PlayerModel }) {
  const loading = model.state.value?.loading ?? true;
  return (
    <div class="curtain" aria-hidden="true" onClick={model.toggle}>
      {loading && <Spinner />}
      {!model.begun.value && !loading && (
        <span class="big-play">
          <Icon name="play" size={36} />
        </span>
      )}
    </div>
  );
}

/** What the picture cannot say. */
function StageNotice({ model }: { model: PlayerModel }) {
  const { damage, ended } = model.state.value ?? {};
  return (
    <p class="stage-notice" role="status">
      {(ended && t('playerEnded')) ||
        (damage === 'missing' && t('playerGapMissing')) ||
        (damage === 'corrupt' && t('playerGapCorrupt')) ||
        (model.held.value && t('playerHeld'))}
    </p>
  );
}

/** Shown only after a moment (CSS): most pictures are there at once. */
const Spinner = () => <span class="spinner">{t('playerLoading')}</span>;
