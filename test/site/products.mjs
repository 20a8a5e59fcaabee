/** What the shop sells; each picture is `cdn.test/images/<id>.svg`. Prices are in cents. */
export const products = [
  {
    id: 'teapot',
    name: 'Stoneware teapot',
    price: 4200,
    about: 'Holds four cups and keeps them warm through a long call.',
  },
  { id: 'mug', name: 'Speckled mug', price: 1600, about: 'A generous mug with a handle that fits a whole hand.' },
  { id: 'lamp', name: 'Reading lamp', price: 6900, about: 'A warm cone of light, exactly where the page is.' },
  {
    id: 'monstera',
    name: 'Little monstera',
    price: 2400,
    about: 'Forgives a forgotten week, rewards a remembered one.',
  },
  {
    id: 'clock',
    name: 'Kitchen clock',
    price: 3800,
    about: 'Runs silently. Never five minutes slow, whatever the cook says.',
  },
  { id: 'candle', name: 'Fig candle', price: 1850, about: 'Forty hours of fig leaf, cedar and a little smoke.' },
  { id: 'vase', name: 'Ribbed vase', price: 2950, about: 'For one good branch, or a whole handful of the garden.' },
  { id: 'chair', name: 'Lounge chair', price: 24900, about: 'Ash frame, wool seat. Built to be read in.' },
  { id: 'notebook', name: 'Linen notebook', price: 1400, about: '160 dotted pages that lie flat from the first day.' },
  {
    id: 'cushion',
    name: 'Wool cushion',
    price: 3300,
    about: 'Woven in stripes, stuffed with feathers, loved by cats.',
  },
  { id: 'can', name: 'Watering can', price: 2700, about: 'A long neck for the pots at the back of the shelf.' },
  {
    id: 'kettle',
    name: 'Gooseneck kettle',
    price: 5600,
    about: 'Pours slowly and precisely; whistles a gentle third.',
  },
];

/** The product of this id, if there is one. */
export const productOf = id => products.find(product => product.id === id);

/** Cents as the shop writes them. */
export const money = cents => `€${(cents / 100).toFixed(2)}`;
