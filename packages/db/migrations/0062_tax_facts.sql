-- expand
-- Where the tax of a line is owed and who collects it, which were decided at placement and then forgotten.

alter table order_line add column tax_jurisdiction text;
alter table order_line add column tax_collector text;
alter table order_line add constraint order_line_tax_collector
  check (tax_collector in ('seller', 'operator')) not valid;
alter table order_line add constraint order_line_tax_operator
  check (tax_collector is null or tax_operator = case tax_collector when 'operator' then tax else 0 end) not valid;
alter table order_line add constraint order_line_tax_jurisdiction
  check (char_length(tax_jurisdiction) between 1 and 40) not valid;
