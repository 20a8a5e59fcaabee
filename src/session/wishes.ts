/** What a page asks of those who record it, in the words of the tools that testers and pages know. */

/** `block`: an empty box stands for the element. `mask`: its words are masked. `ignore`: what is typed into it is not recorded. */
type Wish = 'block' | 'mask' | 'ignore';

/**
 * By tool, as each documents it. What asks for less privacy (`data-dd-privacy="allow"`, `sentry-unmask`) is not heard.
 * rrweb: guide.md. Sentry: docs, Session Replay, Privacy. LogRocket: docs, Sanitize DOM data. FullStory: help, Private by
 * Default. Hotjar: help, Suppress content. Datadog: docs, Browser privacy options. PostHog: docs, Privacy controls. Clarity:
 * docs, Masking content. OpenReplay: docs, Sanitize data. Heap: docs, Privacy features. Smartlook: docs, Sensitive data.
 * New Relic, Amplitude, Mixpanel, highlight.io: docs, Session replay. Mouseflow, Contentsquare, Matomo, Yandex: docs.
 */
export const WISHES: Record<Wish, Record<string, string[]>> = {
  block: {
    rrweb: ['.rr-block', '[data-rr-block]'],
    LogRocket: ['[data-private]:not([data-private="lipsum"])'],
    Sentry: ['.sentry-block', '[data-sentry-block]'],
    FullStory: ['.fs-exclude', '.fs-exclude-without-consent'],
    // Of images and of text.
    Hotjar: ['[data-hj-suppress]'],
    Datadog: ['[data-dd-privacy="hidden"]', '.dd-privacy-hidden'],
    PostHog: ['.ph-no-capture'],
    OpenReplay: ['[data-openreplay-hidden]', '[data-openreplay-htmlmasked]'],
    Heap: ['[heap-ignore]', '.heap-ignore'],
    Smartlook: ['[data-recording-disable]', '.smartlook-hide'],
    'New Relic': ['.nr-block', '[data-nr-block]'],
    Amplitude: ['.amp-block'],
    Mixpanel: ['.mp-block'],
    'highlight.io': ['.highlight-block'],
    Mouseflow: ['.no-mouseflow'],
  },
  mask: {
    rrweb: ['.rr-mask', '[data-rr-mask]'],
    LogRocket: ['[data-private="lipsum"]'],
    Sentry: ['.sentry-mask', '[data-sentry-mask]'],
    FullStory: ['.fs-mask', '.fs-mask-without-consent'],
    Hotjar: ['[data-hj-masked]'],
    Datadog: ['[data-dd-privacy^="mask"]', '.dd-privacy-mask', '.dd-privacy-mask-user-input'],
    PostHog: ['.ph-mask'],
    Clarity: ['[data-clarity-mask]:not([data-clarity-mask="false" i])'],
    OpenReplay: ['[data-openreplay-obscured]', '[data-openreplay-masked]'],
    Heap: ['[data-heap-redact-text]'],
    Smartlook: ['[data-recording-ignore]', '[data-recording-sensitive]'],
    'New Relic': ['.nr-mask', '[data-nr-mask]'],
    Amplitude: ['.amp-mask'],
    Mixpanel: ['.mp-mask'],
    'highlight.io': ['.highlight-mask'],
    Contentsquare: ['[data-cs-mask]'],
    Matomo: ['[data-matomo-mask]', '[data-piwik-mask]'],
    Yandex: ['.ym-hide-content'],
  },
  ignore: {
    rrweb: ['.rr-ignore', '[data-rr-ignore]'],
    Sentry: ['.sentry-ignore', '[data-sentry-ignore]'],
    PostHog: ['.ph-ignore-input'],
    'New Relic': ['.nr-ignore', '[data-nr-ignore]'],
    'highlight.io': ['.highlight-ignore'],
    Yandex: ['.ym-disable-keys'],
  },
};

const selectorOf = (wish: Wish): string => Object.values(WISHES[wish]).flat().join(', ');

export const BLOCKED = selectorOf('block');
export const MASKED = selectorOf('mask');
export const IGNORED = selectorOf('ignore');

/**
 * Whether a node stands within what a selector names, through shadow roots and frames of the same origin as well. By the
 * prototypes' own methods: a field called `closest` would stand in the way of its form's.
 */
export function isWithin(node: Node | null | undefined, selector: string): boolean {
  for (let at: Node | null | undefined = node; at; at = outOf(at)) {
    const element = at.nodeType === 1 ? (at as Element) : at.parentElement;
    if (element && Element.prototype.closest.call(element, selector)) return true;
  }
  return false;
}

/** The element around a node's shadow tree or document. */
function outOf(node: Node): Element | null | undefined {
  const root = Node.prototype.getRootNode.call(node);
  if (root.nodeType === 11) return (root as ShadowRoot).host;
  if (root.nodeType !== 9) return;
  try {
    return (root as Document).defaultView?.frameElement;
  } catch {
    return undefined; // a frame of another origin
  }
}
