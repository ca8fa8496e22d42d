-- expand
-- What the units of a refund cost by the rule of units, so that the last of a line bring it to its whole price also where
-- less was paid back for those before; and refunds of nothing, by which goods come back that nobody paid for.

alter table refund_line add column units_amount bigint;
alter table refund_line drop constraint refund_line_amount;
alter table refund_line add constraint refund_line_amount
  check (amount >= 0 and (amount > 0 or quantity is not null) and quantity > 0) not valid;
alter table refund drop constraint refund_amount;
alter table refund add constraint refund_amount check (amount >= 0) not valid;
