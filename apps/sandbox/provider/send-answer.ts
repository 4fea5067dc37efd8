import type { ServerResponse } from 'node:http';
import type { Answer } from './provider-contract.js';

/** Sends a provider's answer, if the caller is still there; a status that carries no body (204, 304) goes without one. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const bodiless = answer.status === 204 || answer.status === 304;
  response.writeHead(answer.status, headersOf(answer, bodiless ? undefined : Buffer.byteLength(answer.body)));
  response.end(bodiless ? undefined : answer.body);
}

/** Every answer says what it is, so that nobody takes an acceptance here for a delivery. */
export function headersOf(answer: Answer, length: number | undefined): Record<string, string | number> {
  return {
    'content-type': 'application/json',
    ...(length === undefined ? {} : { 'content-length': length }),
    'gatehouse-sandbox': 'stand-in, nothing is delivered',
    ...answer.headers,
  };
}
