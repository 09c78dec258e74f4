-- What can be sold and what is held, per SKU. The check makes overselling impossible, whatever the code does.
create table stock (
  sku text primary key check (sku ~ '^[A-Z0-9_-]{3,32}$'),
  available bigint not null check (available >= 0),
  reserved bigint not null default 0 check (reserved >= 0)
);

-- One row per idempotency key, for ever: a late or repeated request must find what became of its key.
-- REFUSED and RELEASED are tombstones: a reserve that arrives after them takes nothing.
create table reservation (
  key text primary key,
  state text not null check (state in ('RESERVED', 'REFUSED', 'RELEASED')),
  -- null where the release came first and what it would have held was never learnt
  items jsonb,
  fingerprint text,
  created_at timestamptz not null default now(),
  check (state = 'RELEASED' or (items is not null and fingerprint is not null))
);
