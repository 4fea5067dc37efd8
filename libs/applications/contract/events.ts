import type { DomainEvent } from '@gatehouse/kernel';

/** A product has come: people can sign up at it. The event's subject is the application's id. */
export type ApplicationCreated = DomainEvent<
  'application.created.v1',
  { readonly slug: string; readonly name: string; readonly preset: string }
>;

/** An application was changed; the fields are listed, what they hold is the application's. */
export type ApplicationChanged = DomainEvent<
  'application.changed.v1',
  { readonly slug: string; readonly fields: readonly string[] }
>;

/** A backend can call for the application with another key. The event's subject is the key. */
export type KeyCreated = DomainEvent<'key.created.v1', { readonly keyId: string; readonly replaces: string | null }>;

/** A key opens nothing any more. */
export type KeyRevoked = DomainEvent<'key.revoked.v1', { readonly keyId: string }>;

export type ApplicationsEvent = ApplicationCreated | ApplicationChanged | KeyCreated | KeyRevoked;
