/** A browser sends the session's cookie, and takes what the answer makes of it, where the call says so. */
export const withCookies = (cookies: boolean) => (cookies ? ({ credentials: 'include' } as const) : {});
