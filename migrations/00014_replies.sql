-- What readers of mails decided with the links in them.

-- +goose Up

-- One row for a touchpoint of a mail: the latest decision. action is the one
-- that was made or named, 0 none.
create table replies (
  mail text not null,
  touchpoint text not null,
  journey text not null references journeys (key),
  subscription text not null,
  says text not null,
  action bigint not null,
  made_at bigint not null,
  primary key (mail, touchpoint)
) /* without rowid */;
create index replies_by_time on replies (journey, made_at);
