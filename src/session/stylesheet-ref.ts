/** In a tape, a stylesheet's text (`_cssText` of rrweb's nodes) is this followed by the ref of the asset that holds it. */
export const STYLESHEET_REF = 'tapedeck:';
