/** Whose rows must not change. */
export const PENDING = { email: 'pending@example.com', password: 'seven pending lanterns' };
export const ACTIVE = { email: 'active@example.com', password: 'seven active lanterns' };
