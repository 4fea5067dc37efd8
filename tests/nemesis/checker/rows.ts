/** Rows of the database, as far as invariants look at them. */
export interface User {
  readonly id: string;
  readonly state: 'pending' | 'active' | 'suspended' | 'superseded' | 'erased';
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly password_hash: string | null;
  readonly created_at: Date;
  readonly activated_at: Date | null;
  readonly erased_at: Date | null;
  readonly phone_verified_at: Date | null;
  readonly import_id: string | null;
  readonly import_line: number | null;
}

export interface Code {
  readonly id: string;
  readonly user_id: string | null;
  readonly purpose: string;
  readonly digits: number;
  readonly life_seconds: number;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly issued_at: Date;
  readonly send_after: Date;
  readonly dispatched_at: Date | null;
  readonly accepted_at: Date | null;
  readonly expires_at: Date | null;
  readonly consumed_at: Date | null;
  readonly voided_at: Date | null;
  readonly failed_at: Date | null;
  readonly failure: string | null;
  readonly target: string | null;
}

export interface Delivery {
  readonly id: string;
  readonly user_id: string | null;
  readonly code_id: string | null;
  readonly notice_id: string | null;
  readonly channel: 'mail' | 'sms';
  readonly template: string | null;
  readonly state: string;
  readonly attempts: number;
  readonly deadline: Date;
  readonly provider: string | null;
  readonly failure: string | null;
  readonly created_at: Date;
  readonly sent_at: Date | null;
}

export interface Event {
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurred_at: Date;
  readonly epoch: number;
  readonly transaction_id: string;
  readonly position: string;
}

export interface Notice {
  readonly id: string;
  readonly user_id: string;
  readonly kind: string;
  readonly recipient: string | null;
  readonly change_id: string | null;
}

export interface Session {
  readonly id: string;
  readonly user_id: string;
  readonly revoked_at: Date | null;
  readonly created_at: Date;
}

export interface Change {
  readonly id: string;
  readonly user_id: string;
  readonly former_email: string;
  readonly changed_at: Date;
  readonly undo_until: Date;
  readonly undone_at: Date | null;
}

export interface WebhookDelivery {
  readonly id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly state: string;
  readonly failure: string | null;
  readonly next_attempt_at: Date | null;
  readonly deadline: Date;
}

export interface Throttle {
  readonly bucket: string;
  readonly key: string;
}

export interface Cursor {
  readonly subscriber: string;
  readonly is_within: boolean;
}
