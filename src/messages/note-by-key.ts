/** In `storage.session`: the id of the last note that was taken by key, until the popup has asked for its words. */
export const NOTE_BY_KEY = 'noteByKey';
