export interface ExportProgress {
  readonly people: number;
  readonly bytes: number;
}

const LINE_FEED = 10;

/**
 * Reads the service's stream to its end; a stream that was cut is no export.
 * @returns the file, one person per line
 * @throws TypeError where the connection was lost
 */
export async function readExport(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onProgress: (progress: ExportProgress) => void,
): Promise<Blob> {
  const pieces: BlobPart[] = [];
  let [people, bytes] = [0, 0];
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces, { type: 'application/x-ndjson' });
    for (const byte of value) if (byte === LINE_FEED) people += 1;
    bytes += value.length;
    // The browser keeps large ones on disk.
    pieces.push(new Blob([value]));
    onProgress({ people, bytes });
  }
}
