/** By their names in small letters. Of most headers that come twice the carrier makes one text. */
export interface CallHeaders {
  readonly accept?: string | undefined;
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'content-encoding'?: string | undefined;
  readonly 'content-type'?: string | undefined;
  readonly [name: string]: string | readonly string[] | undefined;
}

/** A call, as far as its headers tell. */
export interface CallWithHeaders {
  readonly headers: CallHeaders;
}
