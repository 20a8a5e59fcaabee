import { computed, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { withheldOf } from '../src/store/assets';
import { includeHosts, withoutAccess } from '../src/ui/include';
import { t, tCount } from '../src/ui/t';
import { complain } from './notice';
import { reloadTab } from './recording';
import { db } from './tape';
import { running, type Target } from './target';

type Withheld = { host: string; count: number };

const withheld = signal<Withheld[]>([]);
/** The user has given access; pages that are open were loaded before. */
const included = signal(false);
/** Changes when the running session has something new. */
const news = computed(() => running.value && `${running.value.id} ${running.value.counts.bytes}`);

let looks = 0;

async function look(sessionId: string | undefined): Promise<void> {
  const mine = ++looks;
  const found = sessionId === undefined ? [] : await withheldOf(db, sessionId);
  const still = await withoutAccess(found.map(({ host }) => host));
  if (mine === looks) withheld.value = found.filter(({ host }) => still.includes(host));
}

/** What the running session's pages show from hosts that were not allowed, and the click that allows them. */
export function Withheld({ page }: { page: Target & { is: 'website' } }) {
  const of = news.value;
  useEffect(() => {
    look(running.value?.id).catch(() => {}); // a tape that cannot be read says so in the list
  }, [of]);
  if (included.value)
    return (
      <Line text={t('popupIncluded')}>
        <button type="button" class="text-button" onClick={() => reloadTab(page)}>
          {t('popupReload')}
        </button>
      </Line>
    );
  const [first, ...others] = withheld.value;
  if (!first) return null;
  const count = withheld.value.reduce((sum, one) => sum + one.count, 0);
  const where = others.length === 0 ? first.host : t('popupWithheldOthers', first.host, others.length);
  return (
    <Line text={tCount('popupWithheld', count, where)}>
      <button type="button" class="text-button" onClick={include}>
        {t('popupInclude')}
      </button>
    </Line>
  );
}

function include(): void {
  includeHosts(withheld.value.map(({ host }) => host)).then(
    given => {
      included.value = given;
    },
    () => complain(t('popupCannotAsk')),
  );
}

const Line = ({ text, children }: { text: string; children: ComponentChildren }) => (
  <p class="withheld">
    <span>{text}</span> {children}
  </p>
);
