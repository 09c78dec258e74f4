-- One row per idempotency key, for ever. VOIDED and DECLINED are tombstones: a charge that arrives
-- after them takes no money.
create table charge (
  key text primary key,
  state text not null check (state in ('CHARGED', 'DECLINED', 'VOIDED')),
  -- null where the void came first and the charge was never seen
  fingerprint text,
  amount_cents bigint check (amount_cents > 0),
  currency text check (currency in ('EUR', 'USD', 'GBP')),
  refunded_cents bigint not null default 0,
  transaction_id text unique,
  created_at timestamptz not null default now(),
  check (refunded_cents between 0 and coalesce(amount_cents, 0)),
  check (state <> 'CHARGED' or (transaction_id is not null and amount_cents is not null)),
  -- what was voided has been given back in whole
  check (state <> 'VOIDED' or refunded_cents = coalesce(amount_cents, 0)),
  check (state <> 'DECLINED' or transaction_id is null)
);
