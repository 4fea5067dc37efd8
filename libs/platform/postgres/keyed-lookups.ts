/**
 * Server settings of every connection. All statements of this service find their rows by key, and run thousands of
 * times a minute: each is planned once per connection, for whatever its parameters are, and along an index. Left to
 * itself the planner would read through tables that were still small when it made the plan, by scan or by join, and
 * keep the plan while they grow.
 * Without scans, costs are no measure for compiling to machine code, which would take longer than any statement.
 */
export const keyedLookups = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
  // What is left, which a role may have switched off.
  enable_indexscan: 'on',
  enable_indexonlyscan: 'on',
  enable_bitmapscan: 'on',
  enable_nestloop: 'on',
  join_collapse_limit: '8',
  from_collapse_limit: '8',
} as const;
