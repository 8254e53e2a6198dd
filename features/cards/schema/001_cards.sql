-- 便民联系卡.  What was printed stays known, so that a code taken back says
-- so for ever.
create table card (
    id integer primary key,
    code text not null unique,          -- in the QR: /c/CODE
    deputy_id integer not null,
    made_at integer not null,
    by_account integer not null,
    revoked_at integer not null,        -- 0: valid
    revoked_by integer not null
);
create unique index card_valid on card (deputy_id) where revoked_at = 0;
