-- What the provider is asked is stored before it is asked, and is on a to-do list until its outcome is stored too
-- (docs/decisions/0023). due_at null: nothing left to do; set: somebody must go on at that time.
alter table charge
  drop constraint charge_state_check,
  add column due_at timestamptz,
  -- whether due_at is the end of a lease that somebody holds, or the time of the next attempt
  add column leased boolean not null default false,
  add column attempts integer not null default 1;

alter table charge
  add constraint charge_state_check check (state in ('PENDING', 'CHARGED', 'DECLINED', 'VOIDED')),
  add constraint pending_is_due check (state <> 'PENDING' or
    (due_at is not null and amount_cents is not null and currency is not null and fingerprint is not null)),
  add constraint answered_is_settled check (state not in ('CHARGED', 'DECLINED') or due_at is null),
  add constraint lease_ends check (not leased or due_at is not null);

alter table refund
  add column due_at timestamptz,
  add column leased boolean not null default false,
  add column attempts integer not null default 1,
  add constraint lease_ends check (not leased or due_at is not null);

create index charge_due on charge (due_at) where due_at is not null;
create index refund_due on refund (due_at) where due_at is not null;

-- A key that was voided before its charge came, or whose charge was declined: the simulated provider remembers that too.
alter table simulator_ledger add column refused boolean not null default false;
