-- An order whose key is another's in inventory and payments undoes nothing there (docs/decisions/0015), so it ends in one
-- step: between two, whoever went on with it would undo the other's. It gives its key up; no other may end so.
alter table orders
  drop constraint legal_move,
  add constraint legal_move check (case coalesce(came_from, 'NEW')
    when 'NEW' then status = 'PENDING'
    when 'PENDING' then status <> 'CANCELLED' or not holds_key
    when 'CONFIRMED' then status in ('CONFIRMED', 'CANCELLING')
    when 'CANCELLING' then status in ('CANCELLING', 'CANCELLED')
    else status = came_from end);
