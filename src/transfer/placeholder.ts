/** `TEST_CHOOSE_A_PASSWORD`: the name of a value that is not on tape, from the words on its field. */
export function placeholderOf(label: string): string {
  const words = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z\d]+/gi, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
  return `TEST_${words || 'VALUE'}`;
}
