import { createHash } from 'node:crypto';

/** A key as services draw them: letters and digits, as long as keys are. */
const key = name => createHash('sha256').update(`key ${name}`).digest('hex').slice(0, 40);

const base64url = value => Buffer.from(value).toString('base64url');

/** A JSON Web Token; no two have a part in common but their head. */
const jwt = name =>
  [
    base64url('{"alg":"HS256"}'),
    base64url(JSON.stringify({ sub: `canary of ${name}`, [key(name).slice(0, 6)]: 1 })),
    createHash('sha256').update(`jwt ${name}`).digest('base64url'),
  ].join('.');

const named = (make, names) => Object.fromEntries(names.split(/\s+/).map(name => [name, make(name)]));

/** What a person enters where no recorder may look, by field of the page. */
export const fields = {
  password: 'Pelican-in-the-Pantry-1',
  toggled: 'Ocelot-on-the-Overpass-2',
  sameTick: 'Marmot-in-the-Museum-3',
  current: 'Gibbon-at-the-Gasworks-4',
  oneTimeCode: '730914',
  cardNumber: '4539578763621486',
  cardCode: '90215',
  cardName: 'Lemur-B-Ledgerdemain',
  discs: 'Badger-behind-the-Bank-5',
  namedPassword: 'Toucan-in-the-Tunnel-6',
  shadow: 'Walrus-in-the-Wardrobe-7',
  frame: 'Jackal-in-the-Junction-8',
};

/**
 * What the page itself has, by place; none of it may be on tape.
 * @type {Record<string, string>}
 */
export const secrets = {
  ...fields,
  ...named(
    word => `hidden-${word}-${key(word).slice(0, 8)}`,
    'hiddenAtLoad hiddenByScript hiddenByAttribute hiddenInFrame hiddenInSrcdoc scriptFilled scriptFilledNew cardMonth',
  ),
  ...named(
    jwt,
    `jwtInData jwtInPath jwtInText jwtInTitle jwtInLabel jwtInAria jwtInAlt jwtInPlaceholder jwtInButton jwtInContent jwtInJson
    jwtInScript jwtInComment jwtInNoscript jwtInHandler jwtInHash jwtInLog jwtInMutation jwtInOption jwtInInnerHtml
    jwtInSrcdoc jwtInBody jwtInAnswer`,
  ),
  ...named(
    key,
    `keyInData keyInMeta keyInCsrfMeta keyInQuery keyInPush keyInReplace keyInHref keyInSrc keyInSrcset keyInStyle keyInFrame
    keyInScriptSrc keyInAction keyInFormaction keyInPoster keyInObject keyInPing keyInRefresh keyInSheet keyInLogUrl
    keyInObjectLog keyInError keyInStack keyInRejection keyInFetch keyInXhr keyInBeacon keyInSocket keyInSource
    keyInAuthorization keyInApiKey keyInHeader keyInCookie keyInTestId keyInReferrer keyInRule`,
  ),
  userInHref: 'Hedgehog-9',
  passInHref: 'Heron-in-the-Hedge-9',
  passInLog: 'Puffin-in-the-Porch-10',
  passInFetch: 'Stoat-in-the-Station-11',
  passInBody: 'Kestrel-in-the-Kitchen-12',
};

/** What is typed or chosen where a recorder may look if it is allowed to. */
export const typed = {
  name: 'Quillfeather',
  email: 'newt@nettle.test',
  comment: 'leave-it-by-the-lighthouse',
  greeting: 'merry-monsoon-morning',
  number: '583174620957',
  colour: 'vermilion-velvet',
  extra: 'gift-wrapped-gudgeon',
  shadowNote: 'puddle-under-the-pergola',
  frameNote: 'thistle-in-the-thicket',
};

/** What must be on tape, or the test would pass with an empty one. */
export const harmless = [
  'The canary’s cage',
  'Sing a song',
  'A sentence to be seen',
  'A sentence within the frame',
  'A sentence within the srcdoc',
  'A sentence in the shadow',
  'shade=teal-of-the-harbour',
  'tune=the-second-verse',
  'tune=the-third-verse',
  'page=push-of-a-button',
  'a harmless line of the console',
  'an error that may be told',
  'a rejection that may be told',
  '/api/echo?song=fetched',
  '/api/echo?song=xhr',
  '/api/status/418',
];
