insert into customer select 'customer-' || x, '{noop}secret' from system_range(0, 999);
insert into stock select 'article-' || x, 1000000 from system_range(0, 999);
