/** GSM 03.38: the default alphabet and, one escape more each, its extension table. */
const GSM_ALPHABET = /^[\n\r -?A-Z_a-z@£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà^{}\\[~\]|€]*$/;
const GSM_EXTENSION = /[\^{}\\[~\]|€]/g;

/** How many SMS a text is: 160 GSM-7 septets in one or 153 in each of several, 70 or 67 UTF-16 units otherwise. */
export function countSegments(text: string): number {
  const isGsm = GSM_ALPHABET.test(text);
  const length = isGsm ? text.length + (text.match(GSM_EXTENSION)?.length ?? 0) : text.length;
  const [alone, joined] = isGsm ? ([160, 153] as const) : ([70, 67] as const);
  return length <= alone ? 1 : Math.ceil(length / joined);
}
