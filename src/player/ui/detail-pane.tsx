import type { ComponentChildren } from 'preact';
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

/** What is known of the row that was chosen, below its list. */
export const DetailPane = ({ label, actions, onClose, small = false, children }: DetailPaneProps) => (
  <section class={small ? 'detail-pane small' : 'detail-pane'} aria-label={label}>
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
