-- backfill
-- Ids of other systems are kept composed from now on, so those from before are too: the same file brought again finds
-- what it brought. Where two forms of one id are there already, one is found and the other stays what it is.

set local statement_timeout = 0;

do $$
declare
  each_tenant record;
begin
  for each_tenant in select tenant.id from tenant loop
    perform app.set_tenant(each_tenant.id);
    update buyer set external_id = normalize(buyer.external_id)
    where buyer.tenant_id = each_tenant.id and buyer.external_id is not normalized
      and not exists (
        select from buyer other
        where other.tenant_id = buyer.tenant_id and other.id <> buyer.id
          and normalize(other.external_id) = normalize(buyer.external_id)
          and (other.external_id is normalized or other.id < buyer.id));
    update seller set external_id = normalize(seller.external_id)
    where seller.tenant_id = each_tenant.id and seller.external_id is not normalized
      and not exists (
        select from seller other
        where other.tenant_id = seller.tenant_id and other.id <> seller.id
          and normalize(other.external_id) = normalize(seller.external_id)
          and (other.external_id is normalized or other.id < seller.id));
    update product set external_id = normalize(product.external_id)
    where product.tenant_id = each_tenant.id and product.external_id is not normalized
      and not exists (
        select from product other
        where other.tenant_id = product.tenant_id and other.id <> product.id
          and normalize(other.external_id) = normalize(product.external_id)
          and (other.external_id is normalized or other.id < product.id));
    update purchase set external_id = normalize(purchase.external_id)
    where purchase.tenant_id = each_tenant.id and purchase.external_id is not normalized
      and not exists (
        select from purchase other
        where other.tenant_id = purchase.tenant_id and other.id <> purchase.id and other.source = purchase.source
          and normalize(other.external_id) = normalize(purchase.external_id)
          and (other.external_id is normalized or other.id < purchase.id));
    update order_line set external_id = normalize(order_line.external_id), sku = normalize(order_line.sku)
    where order_line.tenant_id = each_tenant.id and order_line.external_id is not null
      and (order_line.external_id is not normalized or order_line.sku is not normalized);
  end loop;
end
$$;
