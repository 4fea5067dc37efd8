interface OtpCredential extends Credential {
  readonly code: string;
}
interface OtpRequest extends CredentialRequestOptions {
  readonly otp: { readonly transport: readonly ['sms'] };
}

/** The code of the next text message for this page, where the browser has WebOTP and the person allows it; else null. */
export async function codeFromSms(signal: AbortSignal): Promise<string | null> {
  if (!('OTPCredential' in window)) return null;
  const request: OtpRequest = { otp: { transport: ['sms'] }, signal };
  const found = await navigator.credentials.get(request).catch(() => null);
  return found && 'code' in found ? (found as OtpCredential).code : null;
}
