/** The default alphabet of text messages, one septet each (3GPP TS 23.038, section 6.2.1). */
const ALPHABET =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿' +
  'abcdefghijklmnopqrstuvwxyzäöñüà';
/** Its extension, two septets each. */
const EXTENSION = '\f^{}\\[~]|€';

/** How many characters one message has room for, and each of several, whose headers take some of it. */
const PLAIN = { alone: 160, each: 153 } as const;
const UNICODE = { alone: 70, each: 67 } as const;

/** How many messages a text is billed as: one character outside the default alphabet makes all of it UTF-16. */
export function segmentsOf(text: string): number {
  const septets = septetsOf(text);
  const [length, room] = septets === null ? [text.length, UNICODE] : [septets, PLAIN];
  return length <= room.alone ? 1 : Math.ceil(length / room.each);
}

/** Null where a character is in neither part of the alphabet. */
function septetsOf(text: string): number | null {
  let septets = 0;
  for (const character of text) {
    if (ALPHABET.includes(character)) septets += 1;
    else if (EXTENSION.includes(character)) septets += 2;
    else return null;
  }
  return septets;
}
