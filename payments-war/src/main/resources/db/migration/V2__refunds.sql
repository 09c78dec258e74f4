-- One row per refund that was given; a refused one leaves none, because what is left of a charge never grows again.
create table refund (
  key text primary key,
  charge_key text not null references charge,
  amount_cents bigint not null check (amount_cents > 0),
  created_at timestamptz not null default now()
);

-- The simulated provider's own books, kept where PAYMENTS_SIMULATOR_LEDGER says so: what really moved.
create table simulator_ledger (
  charge_key text primary key,
  charged_cents bigint not null,
  returned_cents bigint not null default 0,
  refund_keys text[] not null default '{}'
);
