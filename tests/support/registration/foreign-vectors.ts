export const PASSWORD = 'cœur de pirate 42';

/**
 * Who made the hash, of which password, and the hash. Made by the programs named here: `encode` of Django's hashers with
 * `seasalt9seasalt9seasal`, `bcrypt.hashpw`, `argon2.low_level.hash_secret`, `passlib.hash.….using(…).hash` and
 * `hashlib.pbkdf2_hmac`, each with a small cost.
 */
export const FOREIGN_VECTORS: readonly (readonly [made: string, password: string, hash: string])[] = [
  [
    'Django 5.2 PBKDF2PasswordHasher',
    PASSWORD,
    'pbkdf2_sha256$20000$seasalt9seasalt9seasal$HN4QWzroaVKXz9mG7qDBiX8ne1lzV3a5nPaUy1t3/G4=',
  ],
  [
    'Ory Kratos: scrypt, with N as `ln` and padded base64',
    'test',
    '$scrypt$ln=16384,r=8,p=1$2npRo7P03Mt8keSoMbyD/tKFWyUzjiQf2svUaNDSrhA=$MiCzNcIplSMqSBrm4HckjYqYhaVPPjTARTzwB1cVNYE=',
  ],
  [
    'Firebase, as Ory Kratos writes it',
    '8x4WjoDbSxJZdR',
    '$firescrypt$ln=14,r=8,p=1$sPtDhWcd1MfdAw==$xbSou7FOl6mChCyzpCPIQ7tku7nsQMTFtyOZSXXd7tjBa4NtimOx7v42Gv2SfzPQu1oxM2/k4SsbOu73wlKe1A==$Bw==$YE0dO4bwD4JnJafh6lZZfkp1MtKzuKAXQcDCJNJNyeCHairWHKENOkbh3dzwaCdizzOspwr/FITUVlnOAwPKyw==',
  ],
  [
    'Firebase, as Supabase writes it',
    'mytestpassword',
    '$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=ou9tdYTGyYm8kuR6Dt0Bp0kDuAYoXrK16mbZO4yGwAn3oLspjnN0/c41v8xZnO1n14J3MjKj1b2g6AUCAlFwMw==$C0sHCg9ek77hsg==$zKVTMvnWVw5BBOZNUdnsalx4c4c7y/w7IS5p6Ut2+CfEFFlz37J9huyQfov4iizN8dbjvEJlM5tQaJP84+hfTw==',
  ],
  [
    'Django 5.2 PBKDF2SHA1PasswordHasher',
    PASSWORD,
    'pbkdf2_sha1$20000$seasalt9seasalt9seasal$GIl1qbrVmidHLxV5RAXW4LR/qxI=',
  ],
  [
    'Django 5.2 ScryptPasswordHasher',
    PASSWORD,
    'scrypt$1024$seasalt9seasalt9seasal$8$5$pZJk9jZI53dlxie6WlPLLq2WutxSwZmdABIdtJhcDqKSrmrJ0sZDlMYczre1ztR8yxIPwGbhdJyLDvJ2LNi+0A==',
  ],
  [
    'Django 5.2 Argon2PasswordHasher',
    PASSWORD,
    'argon2$argon2id$v=19$m=1024,t=2,p=8$c2Vhc2FsdDlzZWFzYWx0OXNlYXNhbA$a2cpQSFg/01hVotS895IZEbC9BQTxfykdKr/2u/VFGI',
  ],
  [
    'Django 5.2 BCryptSHA256PasswordHasher',
    PASSWORD,
    'bcrypt_sha256$$2b$04$A.JZXvzSaAhAsj0qV6DAUuAtdhTs6ee4spLHXI474PH6BMzythfGW',
  ],
  ['Django 5.2 BCryptPasswordHasher', PASSWORD, 'bcrypt$$2b$04$Cs1a.2YM.7SUneL4HUvnAeuP2AQCTmaWFDtNJVblbWrVDibFLyi86'],
  ['bcrypt 5.0 (Python), $2a$', PASSWORD, '$2a$04$RQu2P.6kg.hMmj7ATMrpQuVkbj7Ct3Kd83LcIjWERgpYAJ1P9J4gW'],
  ['bcrypt 5.0 (Python), $2b$', PASSWORD, '$2b$04$fSCAux1R4fxPawRItSBOGOmXwQrDFPn3LeN/rwp69w.hlVkjRS3wq'],
  [
    'PHP’s prefix $2y$: the hash of bcrypt 5.0 (Python), whose checkpw takes it under that name too',
    PASSWORD,
    '$2y$04$Vx5932E/FKoKh/x07LXY6.uHMQBVOylDAoBjBnbq5sbhNeXQ3Z/Hq',
  ],
  [
    'bcrypt 5.0 (Python) of the first 72 bytes, which is what bcrypt reads',
    `${'ü'.repeat(36)} and what follows`,
    '$2b$04$gpUwjle4R4ssx152SkSV2eFiFRr2/.r0HUD.JwLkBj2hbIetDylja',
  ],
  [
    'argon2-cffi 25.1, argon2id',
    PASSWORD,
    '$argon2id$v=19$m=1024,t=3,p=2$c2Vhc2FsdHNlYXNhbHQ5OQ$9EnURNOIn23t7l8AsYlOSSQfwEPYv6oJ',
  ],
  [
    'argon2-cffi 25.1, argon2i',
    PASSWORD,
    '$argon2i$v=19$m=1024,t=3,p=2$c2Vhc2FsdHNlYXNhbHQ5OQ$SrzOXA0BjlZ8JcTyED4p9C5Q1mN+b0Le',
  ],
  [
    'argon2-cffi 25.1, argon2d',
    PASSWORD,
    '$argon2d$v=19$m=1024,t=3,p=2$c2Vhc2FsdHNlYXNhbHQ5OQ$MoOVgutlea4ExZ113XtaJkVW5u2R3CM7',
  ],
  [
    'argon2-cffi 25.1, version 16',
    PASSWORD,
    '$argon2i$v=16$m=1024,t=3,p=1$c2Vhc2FsdHNlYXNhbHQ5OQ$WH/O0OqINt+zra2JW6wX0Vp+zzZtL9nn+mUJ/8khrdo',
  ],
  [
    'argon2-cffi 25.1, the cost of ours',
    PASSWORD,
    '$argon2id$v=19$m=19456,t=2,p=1$c2Vhc2FsdHNlYXNhbHQ5OQ$UxpmFr87xGY6fU+W1MGx4Dj2qrEXJtfL7jhKTJ7Pg7M',
  ],
  [
    'passlib 1.7.4 pbkdf2_sha256',
    PASSWORD,
    '$pbkdf2-sha256$9000$8PHy8/T19vf4.fr7/P3./w$WtfSmWu4v3dAQ4v4teYx5Qc9/7zjt6nayBPB99M3mWA',
  ],
  [
    'passlib 1.7.4 pbkdf2_sha512',
    PASSWORD,
    '$pbkdf2-sha512$9000$8PHy8/T19vf4.fr7/P3./w$evVsJrVjk1j.r0jKXXEG/m9N2FfSA7ABwICQ6K47TTLq7yX3O/iqRIjkxwf1hm/MgA7Uba0mTjhnl0Mrh84rMA',
  ],
  ['passlib 1.7.4 pbkdf2_sha1', PASSWORD, '$pbkdf2$9000$8PHy8/T19vf4.fr7/P3./w$POLcHcyYqPCNUO/ONWGNJTJoUqg'],
  [
    'passlib 1.7.4 scrypt',
    PASSWORD,
    '$scrypt$ln=10,r=8,p=2$c2Vhc2FsdHNlYXNhbHQ5OQ$f87+P4EC6XfNw38wnrE1VlOrEycOpaxnlfh3Sf1xrOg',
  ],
  [
    'hashlib of Python 3.11, written as the PHC format says',
    PASSWORD,
    '$pbkdf2-sha256$i=9000,l=32$c2Vhc2FsdHNlYXNhbHQ5OQ$uK7Vp8iJScsn8TC7o73cv30nF+Dk8r2t0kt/YD6zTS0',
  ],
];
