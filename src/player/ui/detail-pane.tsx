import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon';
import { t } from '../../ui/t';

interface DetailPaneProps {
  label: string;
  /** Buttons beside the heading. */
  actions?: ComponentChildren;
  onClose: () => void;
  /** No higher than what is in it. */
  small?: boolean;
  children: ComponentChildren;
}

/** What is known of the row that was chosen, below its list. Escape closes it; the list has the focus then. */
export function DetailPane({ label, actions, onClose, small = false, children }: DetailPaneProps) {
  const pane = useRef<HTMLElement>(null);
  useLayoutEffect(
    () => () => {
      const list = pane.current?.parentElement?.querySelector<HTMLElement>('[role=listbox]');
      if (pane.current?.contains(document.activeElement)) list?.focus();
    },
    [],
  );
  return (
    <section
      class={small ? 'detail-pane small' : 'detail-pane'}
      ref={pane}
      aria-label={label}
      onKeyDown={event => event.key === 'Escape' && !event.defaultPrevented && onClose()}
    >
      <header>
        <h2>{label}</h2>
        {actions}
        <button
          type="button"
          class="press small"
          aria-label={t('playerClose')}
          title={t('playerClose')}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <div class="detail-body" tabIndex={0}>
        {children}
      </div>
    </section>
  );
}
