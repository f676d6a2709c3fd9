-- Whether what digests ask for gets a decision, and by which mail a stance came.

-- +goose Up

-- One row for a touchpoint about which a mail asks: day is the digest's, a date
-- of the journey's zone; says is the latest decision of the week after it, ''
-- none.
create table asks (
  journey text not null references journeys (key),
  day integer not null,
  touchpoint text not null,
  mail text not null,
  says text not null,
  primary key (journey, day, touchpoint, mail)
) /* without rowid */;

-- The mail's id, '' for what was said on the pages.
alter table stances add column mail text not null default '';
update stances set mail = coalesce((select r.mail from replies r
  where r.journey = stances.journey and r.touchpoint = stances.touchpoint and r.says = stances.says
  order by r.made_at desc limit 1), '') where role = 'mail';

drop index replies_by_time;
