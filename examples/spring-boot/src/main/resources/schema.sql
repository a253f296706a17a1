drop all objects;
create table customer (name varchar primary key, password varchar not null);
create table stock (article varchar primary key, quantity int not null);
