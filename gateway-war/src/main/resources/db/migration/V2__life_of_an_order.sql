-- An order's life goes on in the background: who works on it, how often it was tried, what happened to it.
alter table orders
  drop constraint orders_check,
  drop constraint orders_check1,
  drop constraint orders_check2,
  -- the status before this one; every move writes both, so that the table can refuse an illegal one without a trigger
  add column came_from text,
  add column since timestamptz not null default now(),
  -- whether due_at is the end of a lease that somebody holds, or the time of the next attempt
  add column leased boolean not null default false,
  add column attempts integer not null default 1,
  -- why nobody tries any more: a person has to look
  add column parked_reason text,
  add column timeline jsonb not null default '[]';

update orders set came_from = case when status = 'CANCELLED' then 'CANCELLING' else 'PENDING' end
  where status <> 'PENDING';
update orders set since = created_at;
update orders set holds_key = false where status = 'CANCELLING';

alter table orders
  add constraint legal_move check (case coalesce(came_from, 'NEW')
    when 'NEW' then status = 'PENDING'
    when 'PENDING' then status <> 'CANCELLED'
    when 'CONFIRMED' then status in ('CONFIRMED', 'CANCELLING')
    when 'CANCELLING' then status in ('CANCELLING', 'CANCELLED')
    else status = came_from end),
  add constraint confirmed_is_paid check (status <> 'CONFIRMED' or transaction_id is not null),
  add constraint open_is_due_or_parked check (
    status not in ('PENDING', 'CANCELLING') or due_at is not null or parked_reason is not null),
  add constraint nothing_left_to_do check (status not in ('STOCK_FAILED', 'CANCELLED') or due_at is null),
  add constraint parked_is_not_due check (parked_reason is null or due_at is null),
  add constraint lease_ends check (not leased or due_at is not null);

-- an order that is being undone keeps its key until it is; only then may a new order take it
drop index orders_by_key;
create unique index orders_by_key on orders (caller, idempotency_key)
  where (holds_key or status = 'CANCELLING') and idempotency_key is not null;
create index orders_parked on orders (since) where parked_reason is not null;
