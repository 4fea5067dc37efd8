// Generated from docs/api/openapi.json by `npm run docs`. Do not edit.

export interface paths {
    "/v1/admin/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The application’s mails
         * @description Every mail in every language, and whether the application has its own words for it. Needs the scope `applications:read`.
         */
        get: operations["listTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/templates/{template}/{locale}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One mail in one language
         * @description Needs the scope `applications:read`.
         */
        get: operations["getTemplate"];
        /**
         * Give a mail the application’s own words
         * @description A subject, a text and an HTML, which may hold the placeholders of the mail and no other template syntax. Mails go by it within 30 s. Needs the scope `applications:write`.
         */
        put: operations["saveTemplate"];
        post?: never;
        /**
         * Send the built-in words again
         * @description Needs the scope `applications:write`.
         */
        delete: operations["removeTemplate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/templates/{template}/{locale}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See a mail with sample data
         * @description With a body: that draft, which is not saved. Without one: what would be sent now. Needs the scope `applications:read`.
         */
        post: operations["previewTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/templates/{template}/{locale}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a mail with sample data to yourself
         * @description To the address of the person who asks, and to nobody else. With a body: that draft, which is not saved. Without one: what would be sent now. The answer tells whether the mail provider has accepted it. Needs the scope `applications:write`.
         */
        post: operations["sendTestMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The application’s mails and text messages
         * @description The newest first, each with its attempts and what the provider answered. Needs the scope `messages:read`.
         */
        get: operations["listMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/messages/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find messages by email address
         * @description Those of the account that owns it, and of registrations that nobody has proven. The address is in the body, because proxies write URLs into their logs. Needs the scope `messages:read`.
         */
        post: operations["lookUpMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One message
         * @description Needs the scope `messages:read`.
         */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/messages/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a dead letter
         * @description It has as much time as a new message. Its code is valid from when it is sent, and is not sent if it is no longer needed: the message then fails as `code-over` or `code-unknown`. Needs the scope `messages:retry`.
         */
        post: operations["retryMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/messages/{id}/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Drop a dead letter
         * @description It is not sent, and no dead letter any more. It stays among the failed messages. Needs the scope `messages:write`.
         */
        post: operations["dropMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/messages/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry dead letters
         * @description The newest of them, as many as `limit` says; repeated while `more` is true, it comes to all of them. Without a body it means every one. Needs the scope `messages:write`.
         */
        post: operations["retryMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/messages/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Drop dead letters
         * @description The newest of them, as many as `limit` says; repeated while `more` is true, it comes to all of them. Without a body it means every one. Needs the scope `messages:write`.
         */
        post: operations["dropMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The applications that the caller may see
         * @description By slug: all of them for those who have a role in `default`, their own for everybody else. Needs the scope `applications:read`.
         */
        get: operations["listApplications"];
        put?: never;
        /**
         * Create an application
         * @description For administrators of the application `default` alone: keys, and everybody else, get 404. Needs the scope `applications:write`.
         */
        post: operations["createApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/applications/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An application
         * @description Needs the scope `applications:read`.
         */
        get: operations["getApplication"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an application
         * @description A field that is absent stays as it is, null goes back to what an application has of which nothing was said (RFC 7396); within `policy` and `grants` too. What is beyond the `grants` is 403 `grant-exceeded`, and each entry of `errors` names the grant; only administrators of `default` change those, and what they set is granted with it. Every process goes by it within two seconds; browsers keep the answer to a preflight for ten minutes at most. Needs the scope `applications:write`.
         */
        patch: operations["changeApplication"];
        trace?: never;
    };
    "/v1/admin/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The application’s keys
         * @description The newest first, and 200 at most. Those that are over are among them. Needs the scope `keys:read`.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make a secret key
         * @description A product’s backend calls the administrative routes with it, for its own application and no other. It may do everything but make keys, or what `scopes` says. Made with another key, it gets no scope that this one lacks, ends with it at the latest and is revoked with it. An application has 20 good ones at most, not counting those that live out the overlap of a rotation. Needs the scope `keys:write`.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/keys/{id}/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a key
         * @description Makes a key of the same name and scopes. A key can replace those alone whose scopes it has. The old one is good for another 24 hours, or as long as `overlapSeconds` says, so that its users can change over. Needs the scope `keys:write`.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a key
         * @description It opens nothing from this moment on, and neither does any key that was made with it, or with one of those. To revoke it again changes nothing. Needs the scope `keys:write`.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, on whom, when, from where
         * @description Every privileged act in the application, the oldest first. With `Accept: application/x-ndjson` all of it, or all after a position, as a stream of one entry a line. With `applications=all` it covers the whole deployment, for administrators of `default`. Who reads on from the last position misses nothing. Needs the scope `audit:read`.
         */
        get: operations["readAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/users/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * People of whom a part is known
         * @description A part of the address, of a name, or of the phone; the newest first. Case and accents do not count. What is searched for is in the body, because proxies write URLs into their logs. Needs the scope `users:read`.
         */
        post: operations["searchUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The application’s people
         * @description The newest first, by state and time of sign-up. Needs the scope `users:read`.
         */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/users/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who has an address
         * @description The account that owns it, and registrations that nobody has proven, 50 at most. The address is in the body, because proxies write URLs into their logs. Needs the scope `users:read`.
         */
        post: operations["lookUpUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One of the application’s people
         * @description Needs the scope `users:read`.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Erase a person for good
         * @description Whatever the account’s state. Only its id and times are left. Repeated, it changes nothing. Needs the scope `users:write`.
         */
        delete: operations["eraseUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/users/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to an account
         * @description Its events, the latest first, with the messages that they have caused. Needs the scope `users:read`.
         */
        get: operations["getTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/users/{id}/suspension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Suspend an account
         * @description Nobody signs in to it until it is resumed, and its sessions end. Repeated, it changes nothing. Needs the scope `users:write`.
         */
        put: operations["suspendUser"];
        post?: never;
        /**
         * Resume a suspended account
         * @description Its password opens it again; sessions that the suspension has ended stay ended. Needs the scope `users:write`.
         */
        delete: operations["resumeUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/users/{id}/activation/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send another activation code
         * @description To a person who waits for one, within the limits on messages to the address. Needs the scope `codes:send`.
         */
        post: operations["resendActivationCodeTo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/statistics/funnel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far those come who sign up
         * @description By application and day of the sign-up: how many had their mail, activated, or were removed because nobody did, and how long half of them took. Nothing in it tells of a person, and an erasure changes none of it. Needs the scope `statistics:read`.
         */
        get: operations["readFunnel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take over the users of another system
         * @description One user a line, as a stream of any length; lines of 64 KiB at most. The answer is a stream too, with a line for each line that is not blank: `imported` with the id of the account; `repeated` where an earlier go with the same `importId` has imported it; or `refused` with `code` and `detail`, which disturbs no other line. Accounts that are there already are never changed. The last line has the outcome `finished`: without it the import has broken off, and the same lines are to be sent again with the same `importId`. Passwords go on to work: hashes of Django, bcrypt, scrypt, argon2 and PBKDF2 are verified as they are, and replaced when their owners sign in. Needs the scope `users:import`.
         */
        post: operations["importUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/users/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everybody in the application
         * @description One account or registration a line, in the order of their ids, as a stream; those who sign up meanwhile may be missing. Passwords and their hashes are not in it. It is noted in the audit log. An answer that is cut off is not whole: a whole one ends as HTTP says. Needs the scope `users:export`.
         */
        get: operations["exportUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign up
         * @description Makes a pending registration and sends an activation code by mail. The answer does not wait for the mail, and it does not tell whether the address is known, unless the application has asked for that (`revealExistingAccounts`). Where the application wants the phone proven as well, `phone` must be given (422 `field-required` at `/phone`) and be of a country and a type that it sends messages to (`phone-country-refused`, `phone-type-refused`); a code goes there by SMS, and `activation.phone` tells of it.
         */
        post: operations["registerUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/activation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the activation messages are
         * @description JSON, or with `Accept: text/event-stream` a live stream of `status` events that ends when every message was sent or has failed. `statusUrl` of the sign-up leads here, whatever the application. One registration has four streams at most, and one network thirty (429).
         */
        get: operations["getActivationStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/activation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate with the code from the mail
         * @description Proves the password with HTTP Basic (email:password, UTF-8) and the mailbox with the code. The code lives for one minute from the moment the mail provider has accepted the message. Where the application wants the phone proven as well, the account is active after both proofs, in any order: until then the profile is `pending`, and `missing` tells what is to be proven yet.
         */
        post: operations["activateUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/activation/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send another activation code
         * @description Answers 202 whether or not the address is known. The earlier code stays valid to its own end. At most one message in 30 seconds, 5 an hour and 10 a day to one address.
         */
        post: operations["resendActivationCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/activation/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove the phone with the code from the SMS
         * @description For registrations of applications that want the phone proven beside the mailbox. Proves the password with HTTP Basic (email:password, UTF-8) and the phone with the code, which has 6 digits, lives for five minutes and takes three tries. The account is active after both proofs, in any order.
         */
        post: operations["proveRegisteredPhone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/activation/phone/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send another SMS to the phone of a registration
         * @description Takes the password with HTTP Basic (email:password, UTF-8), and nothing in the body. The earlier code stays valid to its own end. At most one message in 30 seconds, 5 an hour and 10 a day to one number; 2 and 3 beyond that once the address is proven.
         */
        post: operations["resendPhoneActivationCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed-in person’s profile */
        get: operations["getMyProfile"];
        put?: never;
        post?: never;
        /**
         * Erase the account
         * @description Asks for the address and the password with HTTP Basic (email:password, UTF-8), whether signed in or not: an access token alone erases nobody. To a page’s script the 401 of a wrong password has the challenge `X-Basic`, so that the browser opens no login dialog. What the service holds of the person is gone once it has answered, all sessions are over, and the address is free. Where no account has this password, registrations of the address that wait for their code and have it are erased. It cannot be undone.
         */
        delete: operations["eraseMyAccount"];
        options?: never;
        head?: never;
        /**
         * Change the profile
         * @description Merges the fields given into the profile (RFC 7396): an absent field stays as it is, null clears it, a list is replaced. A phone number that changes is no longer verified. The address has a route of its own.
         */
        patch: operations["changeMyProfile"];
        trace?: never;
    };
    "/v1/users/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All that is held about the signed-in person
         * @description Everything that the service keeps about the person, as it is kept, with the latest first. Left out are secrets of the service, such as hashes, and what belongs to others, such as the network that a wrong password came from.
         */
        get: operations["exportMyData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change the password
         * @description Asks for the current password again; wrong ones count as they do at sign-in. All other sessions of the account end, the one that asks goes on.
         */
        put: operations["changeMyPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for another address
         * @description Sends a code of 6 digits, which lives for five minutes, to the new address; the account keeps its own until the code is typed in. The present address is told at once. The account’s own address in other letters, such as `Ada@` for `ada@`, is the same mailbox: it is shown so at once, and no code is sent. Always answers 202. A code for another address voids earlier ones, and so does another password. At most one message in 30 seconds, 5 an hour and 10 a day to one address, and each account 2 and 3 beyond that.
         */
        post: operations["requestEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/email/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the address with the code from its mailbox
         * @description The new address is the account’s from now on; sessions and password stay. The former address gets a link that undoes the change for 72 hours. A code takes three tries.
         */
        post: operations["verifyNewEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/email-undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a change of address
         * @description By the link that went to the former address: it works once, for 72 hours, whatever was changed since. The former address is the account’s again, all sessions end, and a password reset has to follow: the password of before counts no more.
         */
        post: operations["undoEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a code for a new password
         * @description Always answers 202. If it is an active account’s, a code of 8 digits goes there, which lives for ten minutes. At most one reset in 30 seconds, whatever other mail went there before, and with all others 5 messages an hour and 10 a day to one address.
         */
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose a new password with the code from the mail
         * @description All sessions of the account end, and its owner is told by mail. An address without an active account is answered as one whose code is wrong. A code takes three tries; wrong ones count and delay as passwords do at sign-in.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/phone/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a code by SMS
         * @description To the profile’s phone, or to the one in the body: that one becomes the profile’s phone once its code is typed in, and until then nothing changes. The code has 6 digits and lives for five minutes. A code for another number voids earlier ones. At most one message in 30 seconds, 5 an hour and 10 a day to one number, each account 2 and 3 beyond that, and only to countries and types of numbers that the application allows: mobile numbers by default.
         */
        post: operations["sendPhoneCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me/phone/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify the phone with the code from the SMS
         * @description The number that the code was sent to is the profile’s verified phone from now on. A code takes three tries.
         */
        post: operations["verifyPhone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who has a role in the application
         * @description Needs the scope `users:read`.
         */
        get: operations["listRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/users/{id}/roles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a role
         * @description To an active account of the application. `support` reads, `admin` acts; given in the application `default`, both are good for every application. The person’s access tokens tell of it from the next refresh on. Keys give no roles. Needs the scope `roles:write`.
         */
        put: operations["grantRole"];
        post?: never;
        /**
         * Take a role
         * @description Ends the person’s sessions with it, so that no access token goes on with what it had. Needs the scope `roles:write`.
         */
        delete: operations["revokeRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The signed-in person’s sessions
         * @description Those that are neither over nor ended, the one used last first. An account has at most 100.
         */
        get: operations["listSessions"];
        put?: never;
        /**
         * Sign in
         * @description Takes the address and the password with HTTP Basic (email:password, UTF-8) or as JSON. To a page’s script the 401 of a wrong password has the challenge `X-Basic`, so that the browser opens no login dialog. With `cookie: true` (which may stand beside Basic) the refresh token comes in the cookie `__Host-gatehouse-refresh` and not in the body, for pages of the application’s origins at the same site; such a page calls with JSON credentials and `credentials: "include"`.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token
         * @description Answers a new access token and the next refresh token; the one sent is used up. Should the answer get lost, it may be sent again for a minute, and brings the same successor as long as nobody has used that one. After that its return ends the session, because somebody else may hold a token of it. With `cookie: true` the token is that of the cookie; the page’s origin must be one of the application’s, and `X-CSRF-Token` is required.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign out
         * @description Ends one of the signed-in person’s sessions, or with `current` in place of the id the one that asks. Its refresh token is worth nothing from now on, nor are its access tokens. Where the request carries the session’s cookie, the browser is told to forget it.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The keys that verify access tokens
         * @description A JWK Set (RFC 7517). Other services verify access tokens with it: EdDSA, `typ` at+jwt, `iss` this service, `aud` the application’s slug.
         */
        get: operations["getPublicKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened, from a cursor
         * @description The application’s events, the oldest first, as CloudEvents 1.0; what each type says stands in /asyncapi.json. Read from the beginning for a replay; store `nextAfter` once a page is worked through, and no event is missed, whatever fails in between. `wait` makes the answer wait for news. With `Accept: text/event-stream` it is a stream without an end, whose events’ ids are cursors; `Last-Event-ID` goes before `after`. Events come at least once: their ids tell the same one. An application has 50 waiting connections to a process at most. Needs the scope `events:read`.
         */
        get: operations["readEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The application’s webhooks
         * @description Needs the scope `webhooks:read`.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Have events sent to an address
         * @description From now on each event is posted there as CloudEvents 1.0 with a signature of Standard Webhooks, at least once and in no order: `webhook-id` is the event’s id. Any 2xx takes it; 410 disables the webhook; everything else is tried again for a day. Redirects are not followed. An application has 20 webhooks at most. Needs the scope `webhooks:write`.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a webhook
         * @description Nothing is sent there any more, what waits included. Needs the scope `webhooks:write`.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook, or switch it on or off
         * @description A field that is absent stays as it is (RFC 7396). Events that come while it is disabled are noted as failed deliveries, and can be replayed. Needs the scope `webhooks:write`.
         */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/v1/admin/webhooks/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a webhook’s secret
         * @description For another 24 hours, or as long as `overlapSeconds` says, deliveries carry a signature by the former secret too. Needs the scope `webhooks:write`.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhooks/{id}/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to a webhook
         * @description An event of type `webhook.pinged.v1`, whatever types it asks for, and also while it is disabled. Needs the scope `webhooks:write`.
         */
        post: operations["pingWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was sent to a webhook, and what came of it
         * @description The newest first. Deliveries are kept for 30 days. Needs the scope `webhooks:read`.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhooks/{id}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver an event once more
         * @description Whatever came of it, and at once where it waits for its next attempt. Needs the scope `webhooks:write`.
         */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver the events of a time once more
         * @description Those that failed, or with `delivered` all of them; 500 at most, the oldest first. `nextAfter` goes on. Needs the scope `webhooks:write`.
         */
        post: operations["replayWebhookDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process is alive */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether traffic may come */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The account with all that its profile does not show. The password’s hash is a secret of the service */
        AccountRecord: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "pending" | "active" | "suspended";
            /** @description As the person typed it: its domain may be in letters beyond ASCII */
            email: string;
            emailVerified: boolean;
            name: string | null;
            surname: string | null;
            /** @description E.164 */
            phone: string | null;
            phoneVerified: boolean;
            hobbies: string[];
            /** Format: date */
            birthDate: string | null;
            /** @description A BCP 47 language tag */
            locale: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            activatedAt: string | null;
            /** @description The address as it is compared */
            canonicalEmail: string;
            /** Format: date-time */
            emailVerifiedAt: string | null;
            /** Format: date-time */
            phoneVerifiedAt: string | null;
            /** Format: date-time */
            suspendedAt: string | null;
            /** @description The reason given by the person who suspended the account */
            suspensionReason: string | null;
            /** @description How often something has ended all earlier sessions, such as a new password, and one */
            credentialsVersion: number;
            /**
             * Format: uuid
             * @description The session that the last of these let live
             */
            keptSession: string | null;
            /** @description The network that activated the account: the reserve of its messages is for requests from there */
            activatedNetwork: string | null;
        };
        ActivateUserRequest: {
            /** @description The digits from the mail, as text: leading zeros count. Digits of any script are accepted, and spaces and hyphens between them */
            code: string;
        };
        /** @description What to expect of the activation code */
        ActivationNotice: {
            /** @description Digits of the code: 4 unless the application’s policy or wrong tries at the address say otherwise */
            codeLength: number;
            /** @description Seconds from the moment the mail provider has accepted the message */
            lifeSeconds: number;
            /** @enum {string} */
            delivery: "queued";
            /** @description Where the application wants the phone proven as well: another code goes there */
            phone: components["schemas"]["PhoneActivationNotice"] | null;
            /** @description Where the messages can be followed, as JSON or with `EventSource`: a reference to resolve against the address of this API, complete in itself */
            statusUrl: string;
        };
        /** @description The profile after a proof: active, or pending as long as something is missing */
        ActivationProgress: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "pending" | "active" | "suspended";
            /** @description As the person typed it: its domain may be in letters beyond ASCII */
            email: string;
            emailVerified: boolean;
            name: string | null;
            surname: string | null;
            /** @description E.164 */
            phone: string | null;
            phoneVerified: boolean;
            hobbies: string[];
            /** Format: date */
            birthDate: string | null;
            /** @description A BCP 47 language tag */
            locale: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            activatedAt: string | null;
            /** @description What is still to be proven; empty once the account is active */
            missing: ("email" | "phone")[];
        };
        /** @description Where the message with the activation code is. All times come from the database’s clock */
        ActivationStatus: {
            /** @enum {string} */
            delivery: "queued" | "sending" | "sent" | "failed";
            /**
             * Format: date-time
             * @description When the mail provider accepted the message
             */
            sentAt: string | null;
            /**
             * Format: date-time
             * @description When the code ends; known once it was sent
             */
            expiresAt: string | null;
            /** @description The latest SMS, where the registration was asked to prove its phone as well */
            phone: components["schemas"]["PhoneActivationStatus"] | null;
            /**
             * Format: date-time
             * @description Now, for a countdown that does not trust the browser’s clock
             */
            serverTime: string;
        };
        /** @description A message for those who look after messages. Neither its text nor the address is kept with it */
        AdministeredMessage: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            channel: "mail" | "sms";
            /** @description Which message it was; null as long as nothing was rendered */
            template: string | null;
            /** @enum {string} */
            state: "queued" | "sending" | "sent" | "failed";
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description The time from which it might be sent, or be tried again
             */
            notBefore: string;
            /**
             * Format: date-time
             * @description From then on it is not sent any more
             */
            deadline: string;
            /** Format: date-time */
            sentAt: string | null;
            /** Format: date-time */
            failedAt: string | null;
            /** @description Why it failed */
            failure: string | null;
            /** @description The provider that was asked last, or has taken it over */
            provider: string | null;
            /** @description The provider’s own id of it */
            providerMessageId: string | null;
            /** @description The provider’s last refusal, in a word or two */
            lastAnswer: string | null;
            /**
             * Format: uuid
             * @description The code that it carried, if any
             */
            codeId: string | null;
            /**
             * Format: uuid
             * @description The notice that it was, if it was one
             */
            noticeId: string | null;
            /**
             * Format: uuid
             * @description The user it belongs to; null if none
             */
            userId: string | null;
            /** @description The address or phone that it is for; null once the code or notice that it carries is gone */
            recipient: string | null;
            /** @description Somebody waits for it and does not get it, and nobody has settled that yet */
            deadLetter: boolean;
            /** @description How often it was retried after it had failed */
            retries: number;
            /**
             * Format: date-time
             * @description When somebody settled that it is not to be sent
             */
            droppedAt: string | null;
            /** @description What its provider answered, the first attempt first: of very many refusals the latest 50 */
            answers: components["schemas"]["MessageAnswer"][];
        };
        /** @description A frontend or product whose people register here */
        Application: {
            /** @description Names it in the header `Gatehouse-Application`, for good */
            slug: string;
            /** @description As its people know it */
            name: string;
            /** @description BCP 47: the language of those who name none */
            defaultLocale: string;
            /** @description Null: the sender of the service’s settings */
            sender: components["schemas"]["ApplicationSender"] | null;
            /** @description Where answers to its mails go; null: to the sender */
            replyTo: string | null;
            /** @description Exact origins that browsers may call from, such as `https://shop.example` */
            allowedOrigins: string[];
            /** @description Where the links in its mails lead to; null for the pages of this service */
            linkBaseUrl: string | null;
            /** @description Exact addresses that the pages of this service may send its people on to */
            redirectTargets: string[];
            /**
             * @description `strict` is what NIST 800-63B-4 and ASVS ask for: codes of 6 digits, passwords of 15 characters
             * @enum {string}
             */
            preset: "standard" | "strict";
            policy: components["schemas"]["ApplicationPolicy"];
            grants: components["schemas"]["ApplicationGrants"];
        };
        /** @description What operators let the application set by itself. Counts are the most that its policy may say, times in seconds the least. Null goes back to the default: no sender, link or redirect of its own, and the limits of the preset */
        ApplicationGrants: {
            /** @description Addresses that its mails may come from, or domains such as `shop.example`; `*` is any */
            senders: string[] | null;
            /** @description Origins that `linkBaseUrl` may lead to; `*` is any */
            linkOrigins: string[] | null;
            /** @description Origins that `redirectTargets` may lead to; `*` is any */
            redirectOrigins: string[] | null;
            codes: components["schemas"]["CodeCeilings"] | null;
            messages: components["schemas"]["MessageSettings"] | null;
            guessing: components["schemas"]["GuessingSettings"] | null;
            sms: components["schemas"]["SmsSettings"] | null;
        };
        /** @description What operators let the application set by itself. Counts are the most that its policy may say, times in seconds the least. Null goes back to the default: no sender, link or redirect of its own, and the limits of the preset */
        ApplicationGrantsInput: {
            /** @description Addresses that its mails may come from, or domains such as `shop.example`; `*` is any */
            senders?: string[] | null;
            /** @description Origins that `linkBaseUrl` may lead to; `*` is any */
            linkOrigins?: string[] | null;
            /** @description Origins that `redirectTargets` may lead to; `*` is any */
            redirectOrigins?: string[] | null;
            codes?: components["schemas"]["CodeCeilingsInput"] | null;
            messages?: components["schemas"]["MessageSettingsInput"] | null;
            guessing?: components["schemas"]["GuessingSettingsInput"] | null;
            sms?: components["schemas"]["SmsSettingsInput"] | null;
        };
        /** @description A secret key of an application, without its secret */
        ApplicationKey: {
            /** Format: uuid */
            id: string;
            /** @description The name given when it was created */
            name: string;
            /** @description The last characters of the key */
            hint: string;
            /** @description What it may do */
            scopes: ("applications:read" | "applications:write" | "keys:read" | "keys:write" | "users:read" | "users:write" | "messages:read" | "messages:write" | "codes:send" | "messages:retry" | "statistics:read" | "users:import" | "users:export" | "audit:read" | "events:read" | "webhooks:read" | "webhooks:write")[];
            /** @description Who made it. A key that another key made is revoked with that one */
            createdBy: components["schemas"]["AuditedAdministrator"];
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description From then on it opens nothing; null: never
             */
            expiresAt: string | null;
            /** Format: date-time */
            revokedAt: string | null;
            /**
             * Format: uuid
             * @description The key that took its place
             */
            replacedBy: string | null;
            /**
             * Format: date-time
             * @description To the hour or so
             */
            lastUsedAt: string | null;
        };
        /** @description An application’s keys, the newest first */
        ApplicationKeyList: {
            keys: components["schemas"]["ApplicationKey"][];
        };
        /** @description Applications by slug */
        ApplicationPage: {
            applications: components["schemas"]["Application"][];
            /** @description For `after`, to get the next page; null where there is none */
            nextAfter: string | null;
        };
        /** @description What differs from the preset. What is absent or null is as the preset has it */
        ApplicationPolicy: {
            /** @description Activation codes */
            code: components["schemas"]["CodeSettings"] | null;
            codes: components["schemas"]["ProofCodeSettings"] | null;
            password: components["schemas"]["PasswordSettings"] | null;
            messages: components["schemas"]["MessageSettings"] | null;
            guessing: components["schemas"]["GuessingSettings"] | null;
            sms: components["schemas"]["SmsSettings"] | null;
            /** @description Tell people at sign-up that an address is taken: anyone can then find out who has an account */
            revealExistingAccounts: boolean | null;
            /** @description An account is active only once a phone is proven too */
            requirePhone: boolean | null;
        };
        /** @description What differs from the preset. What is absent or null is as the preset has it */
        ApplicationPolicyInput: {
            /** @description Activation codes */
            code?: components["schemas"]["CodeSettingsInput"] | null;
            codes?: components["schemas"]["ProofCodeSettingsInput"] | null;
            password?: components["schemas"]["PasswordSettingsInput"] | null;
            messages?: components["schemas"]["MessageSettingsInput"] | null;
            guessing?: components["schemas"]["GuessingSettingsInput"] | null;
            sms?: components["schemas"]["SmsSettingsInput"] | null;
            /** @description Tell people at sign-up that an address is taken: anyone can then find out who has an account */
            revealExistingAccounts?: boolean | null;
            /** @description An account is active only once a phone is proven too */
            requirePhone?: boolean | null;
        };
        /** @description In whose name mails come */
        ApplicationSender: {
            /** @description An address that the mail provider lets this service send from */
            email: string;
            /** @description Null: the application’s name */
            name: string | null;
        };
        /** @description A privileged act */
        AuditEntry: {
            /** @description Grows from entry to entry */
            position: string;
            /** Format: date-time */
            at: string;
            /** @description Slug of the application that it was done in */
            application: string;
            /** @description Such as `key.revoked` */
            act: string;
            /** @description On whom or what: an id or a slug */
            subject: string;
            /** @description What else there is to know of the act */
            details: Record<string, never>;
            administrator: components["schemas"]["AuditedAdministrator"];
            /** @description The network that the call came from; null where networks do not count */
            network: string | null;
            /** @description Names the request in the service’s logs */
            requestId: string;
        };
        /** @description Privileged acts, the oldest first */
        AuditPage: {
            entries: components["schemas"]["AuditEntry"][];
            /** @description For `after`, to read on; null where there is nothing more by now */
            nextAfter: string | null;
        };
        /** @description Who did it */
        AuditedAdministrator: {
            /**
             * @description A person with a role, a secret key, or the operator at the machine
             * @enum {string}
             */
            kind: "user" | "key" | "operator";
            /**
             * Format: uuid
             * @description The account’s or the key’s; null for the operator
             */
            id: string | null;
            /** @description Slug of the application that it belongs to */
            application: string;
        };
        ChangeApplicationRequest: {
            /** @description A BCP 47 tag, such as `fr`: the language of those who name none. `en` at first */
            defaultLocale?: string | null;
            sender?: components["schemas"]["NewSenderInput"] | null;
            /** @description Where answers to its mails go */
            replyTo?: string | null;
            /** @description Exact origins, such as `https://shop.example` or, for apps, `capacitor://localhost`: no path, no wildcard. A list replaces the one before */
            allowedOrigins?: string[] | null;
            /** @description `/activate` and the names of other pages are appended. Null: the pages of this service */
            linkBaseUrl?: string | null;
            /** @description Exact addresses, compared character by character. A list replaces the one before */
            redirectTargets?: string[] | null;
            /**
             * @description `standard` at first
             * @enum {string|null}
             */
            preset?: "standard" | "strict" | null;
            policy?: components["schemas"]["ApplicationPolicyInput"] | null;
            /** @description For operators alone. What they set without it is granted with it */
            grants?: components["schemas"]["ApplicationGrantsInput"] | null;
            /** @description As its people know it; it stands in mails and SMS */
            name?: string | null;
        };
        ChangeMyPasswordRequest: {
            /** @description The one that is to be replaced: a stolen access token is not enough */
            currentPassword: string;
            /** @description By the same rules as at sign-up */
            newPassword: string;
        };
        ChangeMyProfileRequest: {
            name?: string | null;
            surname?: string | null;
            /** @description With its country, such as `+33612345678`; kept as E.164. Another number than before is not verified */
            phone?: string | null;
            /** @description All of them: a list is replaced as a whole */
            hobbies?: string[] | null;
            /** Format: date */
            birthDate?: string | null;
            /** @description The language of the mails: a BCP 47 tag, such as `fr` or `fr-CA`, or whatever `navigator.language` says. Extensions are dropped, and what is no language is left out */
            locale?: string | null;
        };
        ChangeWebhookRequest: {
            /** @description Where events are posted to from now on */
            url?: string | null;
            /** @description The types that are sent; null: all */
            types?: string[] | null;
            description?: string | null;
            /** @description False switches it off; true switches it on again, whatever switched it off */
            enabled?: boolean | null;
        };
        /** @description What codes of any purpose may be set to */
        CodeCeilings: {
            triesPerCode: number | null;
            sharedTries: number | null;
            windowSeconds: number | null;
        };
        /** @description What codes of any purpose may be set to */
        CodeCeilingsInput: {
            triesPerCode?: number | null;
            sharedTries?: number | null;
            windowSeconds?: number | null;
        };
        /** @description A code that was sent. Its digits are kept nowhere */
        CodeRecord: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            purpose: "activation" | "phone" | "email-change" | "password-reset";
            /** @enum {string} */
            channel: "mail" | "sms";
            /** @description The address or phone that it proves; null for that of the account */
            target: string | null;
            /** @description The form of an address that mail is sent to */
            targetDeliverable: string | null;
            /** @description 1 for the first of its kind */
            number: number;
            /** @description How many it has */
            digits: number;
            lifeSeconds: number;
            /** @description Wrong and right tries */
            attempts: number;
            /** Format: date-time */
            issuedAt: string;
            /** Format: date-time */
            sendAfter: string;
            /** Format: date-time */
            dispatchedAt: string | null;
            /** Format: date-time */
            acceptedAt: string | null;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            consumedAt: string | null;
            /** Format: date-time */
            voidedAt: string | null;
            /** Format: date-time */
            failedAt: string | null;
            failure: string | null;
        };
        /** @description Codes of one purpose */
        CodeSettings: {
            /** @description 4 to 10 */
            digits: number | null;
            /** @description Seconds from the moment the provider has accepted the message: 30 s to 24 h */
            lifeSeconds: number | null;
            triesPerCode: number | null;
            /** @description Codes shorter than `longDigits` share this many tries per address or phone; then come long ones */
            sharedTries: number | null;
            /** @description How long shared tries are remembered, in seconds */
            windowSeconds: number | null;
            /** @description Digits of the codes that come once the shared tries are spent; never fewer than `digits` */
            longDigits: number | null;
        };
        /** @description Codes of one purpose */
        CodeSettingsInput: {
            /** @description 4 to 10 */
            digits?: number | null;
            /** @description Seconds from the moment the provider has accepted the message: 30 s to 24 h */
            lifeSeconds?: number | null;
            triesPerCode?: number | null;
            /** @description Codes shorter than `longDigits` share this many tries per address or phone; then come long ones */
            sharedTries?: number | null;
            /** @description How long shared tries are remembered, in seconds */
            windowSeconds?: number | null;
            /** @description Digits of the codes that come once the shared tries are spent; never fewer than `digits` */
            longDigits?: number | null;
        };
        /** @description What is counted for the account’s address or phone, so that limits hold */
        CountRecord: {
            /** @description What for, such as `messages-to-recipient` */
            what: string;
            about: string;
            times: string[];
        };
        CreateApplicationRequest: {
            /** @description A BCP 47 tag, such as `fr`: the language of those who name none. `en` at first */
            defaultLocale?: string | null;
            sender?: components["schemas"]["NewSenderInput"] | null;
            /** @description Where answers to its mails go */
            replyTo?: string | null;
            /** @description Exact origins, such as `https://shop.example` or, for apps, `capacitor://localhost`: no path, no wildcard. A list replaces the one before */
            allowedOrigins?: string[] | null;
            /** @description `/activate` and the names of other pages are appended. Null: the pages of this service */
            linkBaseUrl?: string | null;
            /** @description Exact addresses, compared character by character. A list replaces the one before */
            redirectTargets?: string[] | null;
            /**
             * @description `standard` at first
             * @enum {string|null}
             */
            preset?: "standard" | "strict" | null;
            policy?: components["schemas"]["ApplicationPolicyInput"] | null;
            /** @description For operators alone. What they set without it is granted with it */
            grants?: components["schemas"]["ApplicationGrantsInput"] | null;
            /** @description Names it in the header `Gatehouse-Application`, for good: lowercase letters, digits and hyphens */
            slug: string;
            /** @description As its people know it; it stands in mails and SMS */
            name: string;
        };
        CreateKeyRequest: {
            /** @description What it is for, such as `billing backend` */
            name: string;
            /** @description What it may do: everything but `keys:write` by default. A key gives another one no scope that it lacks */
            scopes?: ("applications:read" | "applications:write" | "keys:read" | "keys:write" | "users:read" | "users:write" | "messages:read" | "messages:write" | "codes:send" | "messages:retry" | "statistics:read" | "users:import" | "users:export" | "audit:read" | "events:read" | "webhooks:read" | "webhooks:write")[] | null;
            /** @description Seconds that it is good for, up to ten years. Null: until it is revoked. One made by a key ends with that key at the latest */
            lifeSeconds?: number | null;
        };
        CreateWebhookRequest: {
            /** @description Where events are posted to: https, on a public network, without user, password or fragment */
            url: string;
            /** @description The types that are sent, such as `user.activated.v1`. Absent: all */
            types?: string[] | null;
            /** @description What it is for */
            description?: string | null;
        };
        /** @description What became of a selection of dead letters */
        DeadLettersHandled: {
            /** @description How many it has done */
            count: number;
            /** @description Whether others of the selection are left */
            more: boolean;
        };
        /** @description What came of an attempt. Of the answer its status alone is kept */
        DeliveryAttempt: {
            /** Format: date-time */
            at: string;
            /** @description The status of the answer; null: there was none */
            status: number | null;
            /** @description What broke the exchange, such as `connect-timeout` or `address-refused` */
            fault: string | null;
            milliseconds: number;
        };
        /** @description Deliveries to a webhook, the newest first */
        DeliveryPage: {
            deliveries: components["schemas"]["WebhookDelivery"][];
            /**
             * Format: uuid
             * @description For `after`, to read on; null where there is nothing more
             */
            nextAfter: string | null;
        };
        DropMessagesRequest: {
            /** @enum {string|null} */
            channel?: "mail" | "sms" | null;
            /** @description Which message it was to be, such as `activation-code` */
            template?: string | null;
            /**
             * @description Why they were given up
             * @enum {string|null}
             */
            failure?: "deadline-passed" | "refused" | null;
            /**
             * Format: date-time
             * @description Those that were ordered at this moment or later
             */
            createdFrom?: string | null;
            /**
             * Format: date-time
             * @description Those that were ordered before this moment
             */
            createdBefore?: string | null;
            /** @description Maximum number at once; 100 by default. Repeat while `more` is true */
            limit?: number | null;
        };
        /** @description Events of one application, in the order in which they came to be */
        EventPage: {
            events: components["schemas"]["PublishedEvent"][];
            /** @description For `after`, to read on. Store it once these events are processed, and you never miss one */
            nextAfter: string;
            /** @description Whether there is more already: else ask with `wait` */
            more: boolean;
        };
        /** @description Something that happened to the account, as other services are told it */
        EventRecord: {
            /** Format: uuid */
            id: string;
            type: string;
            /** Format: date-time */
            occurredAt: string;
            data: Record<string, never>;
        };
        /** @description An address that the account had, as long as the change may be undone */
        FormerAddressRecord: {
            /** Format: uuid */
            changeId: string;
            email: string;
            canonicalEmail: string;
            /** Format: date-time */
            changedAt: string;
            /** Format: date-time */
            undoUntil: string;
            /** Format: date-time */
            undoneAt: string | null;
        };
        /** @description Sign-ups by application and day. Counts follow what happens within seconds */
        Funnel: {
            /**
             * Format: date
             * @description The first day that is meant
             */
            from: string;
            /**
             * Format: date
             * @description The last day that is meant
             */
            to: string;
            /** @description All of these days together */
            total: components["schemas"]["FunnelCounts"];
            /** @description Days on which somebody signed up, the latest first */
            days: components["schemas"]["FunnelDay"][];
        };
        /** @description How far those came who signed up: each is counted on the day of their sign-up, whenever the rest happened */
        FunnelCounts: {
            /** @description Sign-ups, whether the address was anybody’s or not */
            signedUp: number;
            /** @description Of these, how many had a mail accepted by the provider */
            mailed: number;
            activated: number;
            /** @description Given up, because another sign-up of the same address was activated */
            superseded: number;
            /** @description Removed after a day, because nobody activated them */
            expired: number;
            /** @description Half of those who activated took no longer from sign-up; right to one per cent. Null where nobody did */
            medianSecondsToActivate: number | null;
        };
        /** @description Those who signed up at an application on one day */
        FunnelDay: {
            /** @description Sign-ups, whether the address was anybody’s or not */
            signedUp: number;
            /** @description Of these, how many had a mail accepted by the provider */
            mailed: number;
            activated: number;
            /** @description Given up, because another sign-up of the same address was activated */
            superseded: number;
            /** @description Removed after a day, because nobody activated them */
            expired: number;
            /** @description Half of those who activated took no longer from sign-up; right to one per cent. Null where nobody did */
            medianSecondsToActivate: number | null;
            /** @description Slug of the application */
            application: string;
            /**
             * Format: date
             * @description In UTC
             */
            day: string;
        };
        /** @description What wrong passwords and codes cost */
        GuessingSettings: {
            /** @description Wrong passwords per account and network that cost nothing */
            freeTries: number | null;
            firstDelaySeconds: number | null;
            /** @description 15 minutes at most: a longer one would lock people out */
            longestDelaySeconds: number | null;
            /** @description Wrong passwords or codes of one network within `networkWindowSeconds` */
            perNetwork: number | null;
            networkWindowSeconds: number | null;
        };
        /** @description What wrong passwords and codes cost */
        GuessingSettingsInput: {
            /** @description Wrong passwords per account and network that cost nothing */
            freeTries?: number | null;
            firstDelaySeconds?: number | null;
            /** @description 15 minutes at most: a longer one would lock people out */
            longestDelaySeconds?: number | null;
            /** @description Wrong passwords or codes of one network within `networkWindowSeconds` */
            perNetwork?: number | null;
            networkWindowSeconds?: number | null;
        };
        /** @description A role that somebody has */
        HeldRole: {
            /** Format: uuid */
            userId: string;
            /** @enum {string} */
            role: "support" | "admin";
            /** Format: date-time */
            grantedAt: string;
        };
        /** @description A person of another system */
        ImportUsersRequest: {
            /**
             * Format: uuid
             * @description The account’s id; a new one by default
             */
            id?: string | null;
            /** @description At most 254 octets. Addresses that differ by case alone are one */
            email: string;
            /** @description Whether the person has proven the mailbox. Else the account waits for an activation code, which the person asks for with the old password */
            emailVerified?: boolean | null;
            /** @description As Django writes it (`pbkdf2_sha256$…`, `bcrypt_sha256$…`, `scrypt$…`, `argon2$…`), in the PHC string format (argon2, scrypt, pbkdf2; padded or not), of bcrypt (`$2b$…`), or of Firebase (`$firescrypt$…`, `$fbscrypt$…`). Without one the person asks for a new password */
            passwordHash?: string | null;
            name?: string | null;
            surname?: string | null;
            /** @description With its country, such as `+33612345678`; kept as E.164 */
            phone?: string | null;
            phoneVerified?: boolean | null;
            hobbies?: string[] | null;
            /** Format: date */
            birthDate?: string | null;
            /** @description The language of the mails: a BCP 47 tag, such as `fr` or `fr-CA`, or whatever `navigator.language` says. Extensions are dropped, and what is no language is left out */
            locale?: string | null;
            /**
             * Format: date-time
             * @description When the person signed up; now by default
             */
            createdAt?: string | null;
        };
        /** @description What a client holds of a session */
        IssuedTokens: {
            /** @description A JWT of the profile RFC 9068 (`at+jwt`, EdDSA); /.well-known/jwks.json has the keys that verify it */
            accessToken: string;
            /** @enum {string} */
            tokenType: "Bearer";
            /** @description Seconds that the access token is good for */
            expiresIn: number;
            /** @description Opaque, for one exchange: the answer to it brings the next one. Null where it is in the cookie */
            refreshToken: string | null;
            /** @description For `X-CSRF-Token`, where the refresh token is in the cookie; else null. Good as long as the session */
            csrfToken: string | null;
        };
        /** @description An answer about the account, kept encrypted for a repeated request with the same Idempotency-Key */
        KeptAnswerRecord: {
            /** Format: date-time */
            keptAt: string;
            /** Format: date-time */
            keptUntil: string;
        };
        Liveness: {
            /** @enum {string} */
            status: "live";
        };
        LookUpMessagesRequest: {
            /**
             * @description In any state by default. `dead-letter`: failed although somebody waits, and not settled yet
             * @enum {string|null}
             */
            state?: "queued" | "sending" | "sent" | "failed" | "dead-letter" | null;
            /**
             * @description How it travels
             * @enum {string|null}
             */
            channel?: "mail" | "sms" | null;
            /** @description Which message it is, such as `activation-code` */
            template?: string | null;
            /**
             * Format: date-time
             * @description Those that were ordered at this moment or later
             */
            createdFrom?: string | null;
            /**
             * Format: date-time
             * @description Those that were ordered before this moment
             */
            createdBefore?: string | null;
            /** @description `nextAfter` of the page before */
            after?: string | null;
            /** @description Maximum number of entries per page; 50 by default */
            limit?: number | null;
            /** @description Exactly this address, whatever its case */
            email: string;
        };
        LookUpUsersRequest: {
            /** @description Case does not count */
            email: string;
        };
        /** @description A mail as a person would get it, with sample data */
        MailPreview: {
            subject: string;
            text: string;
            html: string;
        };
        /** @description A mail in one language */
        MailTemplateEntry: {
            /** @enum {string} */
            template: "activation-code" | "account-exists" | "email-change-code" | "email-change-taken" | "email-change-notice" | "email-changing-notice" | "email-restored-notice" | "password-reset-code" | "password-changed-notice" | "password-reset-notice";
            /** @enum {string} */
            locale: "en" | "fr" | "de" | "es" | "ar" | "ja";
            /** @description Whether the application has its own words for it; otherwise the built-in ones are sent */
            own: boolean;
            /**
             * Format: date-time
             * @description When its own words were saved
             */
            changedAt: string | null;
            /** @description What the template may name, as `{{name}}` */
            placeholders: string[];
            /** @description The placeholder that must stand alone on a line of the text, and somewhere in the HTML */
            required: string | null;
        };
        MailTemplateList: {
            templates: components["schemas"]["MailTemplateEntry"][];
        };
        MailTemplateRecord: {
            /** @enum {string} */
            template: "activation-code" | "account-exists" | "email-change-code" | "email-change-taken" | "email-change-notice" | "email-changing-notice" | "email-restored-notice" | "password-reset-code" | "password-changed-notice" | "password-reset-notice";
            /** @enum {string} */
            locale: "en" | "fr" | "de" | "es" | "ar" | "ja";
            /** @description Whether the application has its own words for it; otherwise the built-in ones are sent */
            own: boolean;
            /**
             * Format: date-time
             * @description When its own words were saved
             */
            changedAt: string | null;
            /** @description What the template may name, as `{{name}}` */
            placeholders: string[];
            /** @description The placeholder that must stand alone on a line of the text, and somewhere in the HTML */
            required: string | null;
            /** @description Null where the built-in words are sent; the preview shows those */
            subject: string | null;
            text: string | null;
            html: string | null;
        };
        /** @description What a provider answered to an attempt. One of which nothing is known was cut off by a crash */
        MessageAnswer: {
            /** @description 1 for the first */
            attempt: number;
            /** Format: date-time */
            at: string;
            provider: string;
            /** @enum {string} */
            outcome: "accepted" | "refused";
            /** @description The provider’s status and code, or what broke the exchange; null where it was accepted */
            answer: string | null;
            /** @description The provider’s own id of the message, where it was accepted */
            providerMessageId: string | null;
        };
        /** @description Messages, the newest first */
        MessagePage: {
            messages: components["schemas"]["AdministeredMessage"][];
            /** @description For `after`; null on the last page. A page may be short, or empty, and others follow all the same */
            nextAfter: string | null;
        };
        /** @description A message and its way to the provider. Neither its text nor the address is kept */
        MessageRecord: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            channel: "mail" | "sms";
            /** @description Which message it was; null as long as nothing was rendered */
            template: string | null;
            /** @enum {string} */
            state: "queued" | "sending" | "sent" | "failed";
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description The time from which it might be sent, or be tried again
             */
            notBefore: string;
            /**
             * Format: date-time
             * @description From then on it is not sent any more
             */
            deadline: string;
            /** Format: date-time */
            sentAt: string | null;
            /** Format: date-time */
            failedAt: string | null;
            /** @description Why it failed */
            failure: string | null;
            /** @description The provider that was asked last, or has taken it over */
            provider: string | null;
            /** @description The provider’s own id of it */
            providerMessageId: string | null;
            /** @description The provider’s last refusal, in a word or two */
            lastAnswer: string | null;
            /**
             * Format: uuid
             * @description The code that it carried, if any
             */
            codeId: string | null;
            /**
             * Format: uuid
             * @description The notice that it was, if it was one
             */
            noticeId: string | null;
        };
        /** @description How many messages one recipient gets, and one network may cause */
        MessageSettings: {
            /** @description Seconds between two messages to one recipient */
            gapSeconds: number | null;
            perHour: number | null;
            perDay: number | null;
            perNetworkAndHour: number | null;
        };
        /** @description How many messages one recipient gets, and one network may cause */
        MessageSettingsInput: {
            /** @description Seconds between two messages to one recipient */
            gapSeconds?: number | null;
            perHour?: number | null;
            perDay?: number | null;
            perNetworkAndHour?: number | null;
        };
        /** @description A key that has just been made: the only answer that holds its secret */
        NewApplicationKey: {
            /** Format: uuid */
            id: string;
            /** @description The name given when it was created */
            name: string;
            /** @description The last characters of the key */
            hint: string;
            /** @description What it may do */
            scopes: ("applications:read" | "applications:write" | "keys:read" | "keys:write" | "users:read" | "users:write" | "messages:read" | "messages:write" | "codes:send" | "messages:retry" | "statistics:read" | "users:import" | "users:export" | "audit:read" | "events:read" | "webhooks:read" | "webhooks:write")[];
            /** @description Who made it. A key that another key made is revoked with that one */
            createdBy: components["schemas"]["AuditedAdministrator"];
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description From then on it opens nothing; null: never
             */
            expiresAt: string | null;
            /** Format: date-time */
            revokedAt: string | null;
            /**
             * Format: uuid
             * @description The key that took its place
             */
            replacedBy: string | null;
            /**
             * Format: date-time
             * @description To the hour or so
             */
            lastUsedAt: string | null;
            /** @description For `Authorization: Bearer`. Keep it well: it is shown this once, and only its hash is stored */
            key: string;
        };
        /** @description In whose name mails come */
        NewSenderInput: {
            /** @description An address that the mail provider lets this service send from */
            email: string;
            name?: string | null;
        };
        /** @description Something that the account’s owner was told by mail */
        NoticeRecord: {
            /** Format: uuid */
            id: string;
            kind: string;
            /** @description Kept until the mail is out */
            recipient: string | null;
            /** Format: date-time */
            issuedAt: string;
            /** Format: date-time */
            acceptedAt: string | null;
            /** Format: date-time */
            failedAt: string | null;
            failure: string | null;
            /**
             * Format: uuid
             * @description The change of address that it tells of
             */
            changeId: string | null;
        };
        /** @description Lengths in Unicode code points */
        PasswordSettings: {
            minLength: number | null;
            /** @description NIST 800-63B-4 wants at least 64 */
            maxLength: number | null;
        };
        /** @description Lengths in Unicode code points */
        PasswordSettingsInput: {
            minLength?: number | null;
            /** @description NIST 800-63B-4 wants at least 64 */
            maxLength?: number | null;
        };
        /** @description Wrong passwords for the account’s address. From which network is its user’s to know */
        PasswordTriesRecord: {
            tries: number;
            /** Format: date-time */
            triedAt: string;
            /** Format: date-time */
            blockedUntil: string | null;
        };
        /** @description All that is held about a person */
        PersonalExport: {
            /** Format: date-time */
            exportedAt: string;
            account: components["schemas"]["AccountRecord"];
            unprovenRegistrations: components["schemas"]["UnprovenRecord"][];
            formerAddresses: components["schemas"]["FormerAddressRecord"][];
            codes: components["schemas"]["CodeRecord"][];
            notices: components["schemas"]["NoticeRecord"][];
            counts: components["schemas"]["CountRecord"][];
            passwordTries: components["schemas"]["PasswordTriesRecord"][];
            events: components["schemas"]["EventRecord"][];
            /** @description Answers that are kept for a day for callers who sent an Idempotency-Key, the latest first */
            repeatableAnswers: components["schemas"]["KeptAnswerRecord"][];
            /** @description Sessions that were begun with the account’s password, the latest first */
            sessions: components["schemas"]["SessionRecord"][];
            /** @description Roles besides `user`, the latest first */
            roles: components["schemas"]["RoleRecord"][];
            /** @description Mails and text messages to the person, the latest first */
            messages: components["schemas"]["MessageRecord"][];
        };
        /** @description What to expect of the code by SMS */
        PhoneActivationNotice: {
            codeLength: number;
            /** @description Seconds from the moment the SMS provider has accepted the message */
            lifeSeconds: number;
            /** @enum {string} */
            delivery: "queued";
        };
        /** @description Where the SMS with the code for the phone is */
        PhoneActivationStatus: {
            /** @enum {string} */
            delivery: "queued" | "sending" | "sent" | "failed";
            /**
             * Format: date-time
             * @description When the SMS provider accepted the message
             */
            sentAt: string | null;
            /**
             * Format: date-time
             * @description When the code ends; known once it was sent
             */
            expiresAt: string | null;
        };
        /** @description A test event is on its way */
        Ping: {
            /**
             * Format: uuid
             * @description Where to look what came of it, once the event was handed over
             */
            deliveryId: string;
        };
        PreviewTemplateRequest: {
            /** @description Of a draft, together with `text` and `html` */
            subject?: string | null;
            /** @description Of a draft */
            text?: string | null;
            /** @description Of a draft */
            html?: string | null;
        };
        /** @description Why a request was refused (RFC 9457) */
        Problem: {
            /**
             * Format: uri-reference
             * @description `/problems/` and the code
             */
            type: string;
            /** @description For people, in the language of `Content-Language`; the same for every problem of the code */
            title: string;
            /** @description The HTTP status */
            status: number;
            /** @description Stable: programs may rely on it */
            code: string;
            /** @description For people; what is wrong with this request */
            detail?: string;
            /** @description Names this request in the service’s logs */
            requestId: string;
            /** @description What is wrong field by field: the first 100 faults */
            errors?: {
                /** @description JSON Pointer (RFC 6901) into the request, such as `/email` */
                pointer: string;
                /** @description Stable: programs may rely on it, as `field-required` or `text-too-long` */
                code: string;
                /** @description For people */
                message: string;
            }[];
        };
        /** @description A person’s account as the person may see it */
        Profile: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "pending" | "active" | "suspended";
            /** @description As the person typed it: its domain may be in letters beyond ASCII */
            email: string;
            emailVerified: boolean;
            name: string | null;
            surname: string | null;
            /** @description E.164 */
            phone: string | null;
            phoneVerified: boolean;
            hobbies: string[];
            /** Format: date */
            birthDate: string | null;
            /** @description A BCP 47 language tag */
            locale: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            activatedAt: string | null;
        };
        /** @description Codes that prove something for an account, by what they prove */
        ProofCodeSettings: {
            phone: components["schemas"]["CodeSettings"] | null;
            "email-change": components["schemas"]["CodeSettings"] | null;
            "password-reset": components["schemas"]["CodeSettings"] | null;
        };
        /** @description Codes that prove something for an account, by what they prove */
        ProofCodeSettingsInput: {
            phone?: components["schemas"]["CodeSettingsInput"] | null;
            "email-change"?: components["schemas"]["CodeSettingsInput"] | null;
            "password-reset"?: components["schemas"]["CodeSettingsInput"] | null;
        };
        ProveRegisteredPhoneRequest: {
            /** @description The digits from the SMS, as text: leading zeros count. Digits of any script are accepted, and spaces and hyphens between them */
            code: string;
        };
        /** @description A public key that verifies access tokens: a JWK (RFC 7517) of an Ed25519 key (RFC 8037) */
        PublicKey: {
            /** @enum {string} */
            kty: "OKP";
            /** @enum {string} */
            crv: "Ed25519";
            /** @description The key itself: 32 bytes in base64url */
            x: string;
            /** @description As in the header of the tokens that it verifies */
            kid: string;
            /** @enum {string} */
            alg: "EdDSA";
            /** @enum {string} */
            use: "sig";
        };
        /** @description A JWK Set (RFC 7517): every key that a valid access token may be signed with */
        PublicKeys: {
            keys: components["schemas"]["PublicKey"][];
        };
        /** @description A fact, as CloudEvents 1.0 has it */
        PublishedEvent: {
            /** @enum {string} */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description The same id twice is the same event
             */
            id: string;
            /** @description Where it happened: `/applications/` and the slug */
            source: string;
            /** @description With its version, such as `user.registered.v1` */
            type: string;
            /**
             * Format: uuid
             * @description What it is about, a user’s id mostly. Events of one subject are in order
             */
            subject: string;
            /** Format: date-time */
            time: string;
            /** @enum {string} */
            datacontenttype: "application/json";
            /** @description What the type says. What told of a person is null once the person was erased */
            data: Record<string, never>;
        };
        Readiness: {
            /** @enum {string} */
            status: "ready" | "not-ready";
            /** @enum {string} */
            database: "up" | "down" | "read-only" | "pooler" | "encoding" | "version";
            /** @enum {string} */
            migrations: "applied" | "pending" | "unknown";
            /** @enum {string} */
            server: "serving" | "draining";
        };
        RefreshSessionRequest: {
            /** @description As the sign-in or the last refresh answered it; absent with `cookie` */
            refreshToken?: string | null;
            /** @description True for browsers: the refresh token travels in a cookie that scripts cannot read, not in bodies */
            cookie?: boolean | null;
        };
        RegisterUserRequest: {
            /** @description At most 254 octets. Addresses that differ by case alone are one */
            email: string;
            /** @description 8 to 128 Unicode code points unless the application’s policy says otherwise; common passwords are refused */
            password: string;
            name?: string | null;
            surname?: string | null;
            /** @description With its country, such as `+33612345678`; kept as E.164. Some applications require it, and have it proven */
            phone?: string | null;
            hobbies?: string[] | null;
            /** Format: date */
            birthDate?: string | null;
            /** @description The language of the mails: a BCP 47 tag, such as `fr` or `fr-CA`, or whatever `navigator.language` says. Extensions are dropped, and what is no language is left out */
            locale?: string | null;
        };
        /** @description The profile as given, nothing verified yet, and the way to its activation */
        RegisteredProfile: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "pending" | "active" | "suspended";
            /** @description As the person typed it: its domain may be in letters beyond ASCII */
            email: string;
            emailVerified: boolean;
            name: string | null;
            surname: string | null;
            /** @description E.164 */
            phone: string | null;
            phoneVerified: boolean;
            hobbies: string[];
            /** Format: date */
            birthDate: string | null;
            /** @description A BCP 47 language tag */
            locale: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            activatedAt: string | null;
            activation: components["schemas"]["ActivationNotice"];
        };
        /** @description What of a range is delivered once more */
        Replay: {
            /** @description How many deliveries were ordered: 500 at most */
            replayed: number;
            /**
             * Format: uuid
             * @description For `after`, to go on with the range; null where it is done
             */
            nextAfter: string | null;
        };
        ReplayWebhookDeliveriesRequest: {
            /**
             * Format: date-time
             * @description Deliveries that were ordered from then on
             */
            from: string;
            /**
             * Format: date-time
             * @description And before this. Absent: until now
             */
            to?: string | null;
            /** @description Include those that were delivered. By default, only the failed ones */
            delivered?: boolean | null;
            /**
             * Format: uuid
             * @description `nextAfter` of the call before, to go on with a range
             */
            after?: string | null;
        };
        RequestEmailChangeRequest: {
            /** @description Becomes the account’s address once its code is typed in; at once where it is the same address in other letters, such as `Ada@` for `ada@` */
            newEmail: string;
            /** @description A stolen access token is not enough */
            currentPassword: string;
        };
        RequestPasswordResetRequest: {
            email: string;
        };
        ResendActivationCodeRequest: {
            email: string;
        };
        ResendPhoneActivationCodeRequest: Record<string, never>;
        ResetPasswordRequest: {
            email: string;
            /** @description The digits from the mail, as text: leading zeros count. Digits of any script are accepted, and spaces and hyphens between them */
            code: string;
            /** @description By the same rules as at sign-up */
            newPassword: string;
        };
        RetryMessagesRequest: {
            /** @enum {string|null} */
            channel?: "mail" | "sms" | null;
            /** @description Which message it was to be, such as `activation-code` */
            template?: string | null;
            /**
             * @description Why they were given up
             * @enum {string|null}
             */
            failure?: "deadline-passed" | "refused" | null;
            /**
             * Format: date-time
             * @description Those that were ordered at this moment or later
             */
            createdFrom?: string | null;
            /**
             * Format: date-time
             * @description Those that were ordered before this moment
             */
            createdBefore?: string | null;
            /** @description Maximum number at once; 100 by default. Repeat while `more` is true */
            limit?: number | null;
        };
        /** @description Everybody who has a role in the application, the one who got it last first */
        RoleList: {
            roles: components["schemas"]["HeldRole"][];
        };
        /** @description What somebody may do besides looking after their own account */
        RoleRecord: {
            /** @enum {string} */
            role: "support" | "admin";
            /** Format: date-time */
            grantedAt: string;
        };
        RotateKeyRequest: {
            /** @description Seconds that the old key stays valid; 24 hours by default, 30 days at most, 0 to end it at once */
            overlapSeconds?: number | null;
        };
        RotateWebhookSecretRequest: {
            /** @description Seconds that the previous secret stays valid; 24 hours by default, 30 days at most, 0 to end it at once */
            overlapSeconds?: number | null;
        };
        SaveTemplateRequest: {
            /** @description One line, at most 150 characters, without the code or link */
            subject: string;
            /** @description At most 10,000 characters */
            text: string;
            /** @description At most 60,000 characters; no scripts, forms, frames or event handlers */
            html: string;
        };
        SearchUsersRequest: {
            /** @description Part of an address, a name or a phone: three characters, or two that are not ASCII */
            text: string;
            /**
             * @description Whatever their state by default
             * @enum {string|null}
             */
            state?: "pending" | "active" | "suspended" | "superseded" | "erased" | null;
            /**
             * Format: uuid
             * @description `nextAfter` of the page before
             */
            after?: string | null;
            /** @description Maximum number of entries per page; 50 by default */
            limit?: number | null;
        };
        SendPhoneCodeRequest: {
            /** @description With its country, such as `+33612345678`: becomes the profile’s phone once its code is typed in. Absent: the profile’s phone */
            phone?: string | null;
        };
        SendTestMailRequest: {
            /** @description Of a draft, together with `text` and `html` */
            subject?: string | null;
            /** @description Of a draft */
            text?: string | null;
            /** @description Of a draft */
            html?: string | null;
        };
        /** @description A person’s sessions that are neither over nor ended, the one used last first */
        SessionList: {
            sessions: components["schemas"]["SessionSummary"][];
        };
        /** @description A session, as long as it is kept */
        SessionRecord: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When its tokens were last exchanged, or it began
             */
            lastUsedAt: string;
            /**
             * Format: date-time
             * @description When it ends by itself
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When it was ended before its time
             */
            revokedAt: string | null;
        };
        /** @description One of a person’s sessions */
        SessionSummary: {
            /** Format: uuid */
            id: string;
            /** @description Whether it is the session of the access token that asks */
            current: boolean;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When its refresh token was exchanged last
             */
            lastUsedAt: string;
            /**
             * Format: date-time
             * @description When it ends unless it is used before
             */
            expiresAt: string;
        };
        SignInRequest: {
            /** @description The address of the account; case does not count */
            email: string;
            password: string;
            /** @description True for browsers: the refresh token travels in a cookie that scripts cannot read, not in bodies */
            cookie?: boolean | null;
        };
        /** @description Where text messages may go, and how many */
        SmsSettings: {
            /** @description Countries whose numbers get messages, as ISO 3166 alpha-2 codes */
            countries: string[] | null;
            /** @description Types of numbers that get messages, by the numbering plans: `mobile` and `fixed-line-or-mobile` by default */
            numberTypes: ("mobile" | "fixed-line-or-mobile" | "fixed-line" | "voip" | "pager" | "personal-number" | "shared-cost" | "premium-rate" | "toll-free" | "uan" | "voicemail")[] | null;
            /** @description Messages of the whole application within 24 hours; 0 sends none */
            perDay: number | null;
        };
        /** @description Where text messages may go, and how many */
        SmsSettingsInput: {
            /** @description Countries whose numbers get messages, as ISO 3166 alpha-2 codes */
            countries?: string[] | null;
            /** @description Types of numbers that get messages, by the numbering plans: `mobile` and `fixed-line-or-mobile` by default */
            numberTypes?: ("mobile" | "fixed-line-or-mobile" | "fixed-line" | "voip" | "pager" | "personal-number" | "shared-cost" | "premium-rate" | "toll-free" | "uan" | "voicemail")[] | null;
            /** @description Messages of the whole application within 24 hours; 0 sends none */
            perDay?: number | null;
        };
        /** @description A session that has just begun, and whose it is */
        StartedSession: {
            /** @description A JWT of the profile RFC 9068 (`at+jwt`, EdDSA); /.well-known/jwks.json has the keys that verify it */
            accessToken: string;
            /** @enum {string} */
            tokenType: "Bearer";
            /** @description Seconds that the access token is good for */
            expiresIn: number;
            /** @description Opaque, for one exchange: the answer to it brings the next one. Null where it is in the cookie */
            refreshToken: string | null;
            /** @description For `X-CSRF-Token`, where the refresh token is in the cookie; else null. Good as long as the session */
            csrfToken: string | null;
            user: components["schemas"]["Profile"];
        };
        SuspendUserRequest: {
            /** @description Why, for those who run the service. The person finds it in the export of their data */
            reason: string;
        };
        TestMailSent: {
            /** @description Where the mail went */
            recipient: string;
        };
        /** @description What happened to an account, the latest first */
        Timeline: {
            entries: components["schemas"]["TimelineEntry"][];
            /** @description For `after`, to get the next page; null where there is none */
            nextAfter: string | null;
        };
        /** @description Something that happened to an account */
        TimelineEntry: {
            /** @description Grows from entry to entry */
            position: string;
            /** Format: date-time */
            at: string;
            /** @description Of the event, such as `user.activated.v1` */
            type: string;
            data: Record<string, never>;
            /** @description The message that it caused, once a worker has taken it on */
            message: components["schemas"]["UserMessage"] | null;
        };
        UndoEmailChangeRequest: {
            /** @description What the link carries in its fragment */
            token: string;
        };
        /** @description A sign-up with the account’s address that nobody has proven; what it tells is its author’s */
        UnprovenRecord: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            createdAt: string;
        };
        /** @description A message that an event has caused */
        UserMessage: {
            /** @enum {string} */
            channel: "mail" | "sms";
            template: string | null;
            /** @enum {string} */
            state: "queued" | "sending" | "sent" | "failed";
            attempts: number;
            provider: string | null;
            /** @description What the provider said to the last attempt that it did not accept */
            lastAnswer: string | null;
            /** Format: date-time */
            sentAt: string | null;
            /** Format: date-time */
            failedAt: string | null;
        };
        /** @description Accounts, the newest first */
        UserPage: {
            users: components["schemas"]["UserRecord"][];
            /**
             * Format: uuid
             * @description For `after`, to get the next page; null where there is none
             */
            nextAfter: string | null;
        };
        /** @description An account as those see it who look after accounts. Of one that was erased only id, state and times are left */
        UserRecord: {
            /** Format: uuid */
            id: string;
            /**
             * @description `superseded`: another registration of the same address was activated
             * @enum {string}
             */
            state: "pending" | "active" | "suspended" | "superseded" | "erased";
            /** @description As the person typed it */
            email: string | null;
            emailVerified: boolean;
            name: string | null;
            surname: string | null;
            /** @description E.164 */
            phone: string | null;
            phoneVerified: boolean;
            /** @description A BCP 47 language tag */
            locale: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            activatedAt: string | null;
            /** Format: date-time */
            suspendedAt: string | null;
            suspensionReason: string | null;
        };
        /** @description Accounts and registrations of one address */
        UsersOfAddress: {
            users: components["schemas"]["UserRecord"][];
        };
        VerifyNewEmailRequest: {
            /** @description The digits from the mail, as text: leading zeros count. Digits of any script are accepted, and spaces and hyphens between them */
            code: string;
        };
        VerifyPhoneRequest: {
            /** @description The digits from the SMS, as text: leading zeros count. Digits of any script are accepted, and spaces and hyphens between them */
            code: string;
        };
        /** @description An address that events are sent to */
        Webhook: {
            /** Format: uuid */
            id: string;
            url: string;
            /** @description The types that are sent; null: all */
            types: string[] | null;
            /** @description What it is for */
            description: string | null;
            /** @enum {string} */
            state: "enabled" | "disabled";
            /**
             * @description `operator`: somebody switched it off. `failing`: it took nothing for three days. `gone`: it answered 410
             * @enum {string|null}
             */
            disabledReason: "operator" | "failing" | "gone" | null;
            /** Format: date-time */
            disabledAt: string | null;
            /**
             * Format: date-time
             * @description Since when it has taken nothing; null: its last answer was good
             */
            failingSince: string | null;
            /**
             * Format: date-time
             * @description Until then deliveries are signed with the former secret too
             */
            previousSecretUntil: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        /** @description An event on its way to a webhook */
        WebhookDelivery: {
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description Stands in `webhook-id` too
             */
            eventId: string;
            type: string;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            /** @description Attempts since it was ordered, or ordered again */
            attempts: number;
            /** @description The latest ones, the newest first */
            answers: components["schemas"]["DeliveryAttempt"][];
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description Not before this; null: it has come to its end
             */
            nextAttemptAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
            /** @description Why it was given up: `deadline-passed`, `gone`, `webhook-disabled` or `event-gone` */
            failure: string | null;
        };
        /** @description An application’s webhooks, the oldest first */
        WebhookList: {
            webhooks: components["schemas"]["Webhook"][];
        };
        /** @description A webhook with its secret: the answers to its creation and to a rotation alone hold it */
        WebhookWithSecret: {
            /** Format: uuid */
            id: string;
            url: string;
            /** @description The types that are sent; null: all */
            types: string[] | null;
            /** @description What it is for */
            description: string | null;
            /** @enum {string} */
            state: "enabled" | "disabled";
            /**
             * @description `operator`: somebody switched it off. `failing`: it took nothing for three days. `gone`: it answered 410
             * @enum {string|null}
             */
            disabledReason: "operator" | "failing" | "gone" | null;
            /** Format: date-time */
            disabledAt: string | null;
            /**
             * Format: date-time
             * @description Since when it has taken nothing; null: its last answer was good
             */
            failingSince: string | null;
            /**
             * Format: date-time
             * @description Until then deliveries are signed with the former secret too
             */
            previousSecretUntil: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description For the verification of signatures (Standard Webhooks): `whsec_` and 32 bytes in Base64 */
            secret: string;
        };
    };
    responses: {
        /** @description This account is suspended (`account-suspended`) */
        AccountSuspended: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 403;
                    /** @enum {unknown} */
                    code?: "account-suspended";
                };
            };
        };
        /**
         * @description - `account-suspended`: This account is suspended
         *     - `csrf-token-invalid`: X-CSRF-Token is missing or belongs to another session
         *     - `origin-not-allowed`: This origin is not allowed for this application
         */
        AccountSuspendedOrCsrfTokenInvalidOrOriginNotAllowed: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 403;
                    /** @enum {unknown} */
                    code?: "account-suspended" | "csrf-token-invalid" | "origin-not-allowed";
                };
            };
        };
        /**
         * @description - `activation-required`: This account has not been activated yet
         *     - `account-suspended`: This account is suspended
         *     - `origin-not-allowed`: This origin is not allowed for this application
         */
        ActivationRequiredOrAccountSuspendedOrOriginNotAllowed: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 403;
                    /** @enum {unknown} */
                    code?: "activation-required" | "account-suspended" | "origin-not-allowed";
                };
            };
        };
        /**
         * @description - `already-active`: This account is already active
         *     - `email-already-verified`: This address is already verified
         */
        AlreadyActiveOrEmailAlreadyVerified: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "already-active" | "email-already-verified";
                };
            };
        };
        /**
         * @description - `already-active`: This account is already active
         *     - `phone-not-required`: This registration does not require a verified phone number
         *     - `phone-already-verified`: This phone number is already verified
         */
        AlreadyActiveOrPhoneNotRequiredOrPhoneAlreadyVerified: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "already-active" | "phone-not-required" | "phone-already-verified";
                };
            };
        };
        /** @description Application not found (`application-not-found`) */
        ApplicationNotFound: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 404;
                    /** @enum {unknown} */
                    code?: "application-not-found";
                };
            };
        };
        /** @description Request body too large (`body-too-large`) */
        BodyTooLarge: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 413;
                    /** @enum {unknown} */
                    code?: "body-too-large";
                };
            };
        };
        /** @description The service is busy. Please try again shortly (`busy`) */
        Busy: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                "Retry-After": components["headers"]["RetryAfterIfKnown"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 503;
                    /** @enum {unknown} */
                    code?: "busy";
                };
            };
        };
        /** @description The code has expired (`code-expired`) */
        CodeExpired: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 410;
                    /** @enum {unknown} */
                    code?: "code-expired";
                };
            };
        };
        /**
         * @description - `code-invalid`: Wrong code
         *     - `field-unknown`: Unknown field
         *     - `validation-failed`: Some fields are invalid
         */
        CodeInvalidOrFieldUnknownOrValidationFailed: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 422;
                    /** @enum {unknown} */
                    code?: "code-invalid" | "field-unknown" | "validation-failed";
                };
            };
        };
        /**
         * @description - `credentials-ambiguous`: Credentials were sent twice. Send either a Basic header or a body, not both
         *     - `request-malformed`: Malformed HTTP request
         *     - `json-invalid`: Invalid JSON body
         *     - `application-unknown`: Unknown application
         */
        CredentialsAmbiguousOrRequestMalformedOrJsonInvalidOrApplicationUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 400;
                    /** @enum {unknown} */
                    code?: "credentials-ambiguous" | "request-malformed" | "json-invalid" | "application-unknown";
                };
            };
        };
        /** @description Wrong email address or password (`credentials-invalid`) */
        CredentialsInvalid: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                "WWW-Authenticate": components["headers"]["Challenge"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 401;
                    /** @enum {unknown} */
                    code?: "credentials-invalid";
                };
            };
        };
        /** @description Unknown field (`field-unknown`) */
        FieldUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 422;
                    /** @enum {unknown} */
                    code?: "field-unknown";
                };
            };
        };
        /**
         * @description - `field-unknown`: Unknown field
         *     - `validation-failed`: Some fields are invalid
         */
        FieldUnknownOrValidationFailed: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 422;
                    /** @enum {unknown} */
                    code?: "field-unknown" | "validation-failed";
                };
            };
        };
        /** @description The previous address now belongs to another account (`former-email-taken`) */
        FormerEmailTaken: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "former-email-taken";
                };
            };
        };
        /** @description The first request with this Idempotency-Key is still in progress (`idempotency-in-flight`) */
        IdempotencyInFlight: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "idempotency-in-flight";
                };
            };
        };
        /**
         * @description - `idempotency-in-flight`: The first request with this Idempotency-Key is still in progress
         *     - `already-active`: This account is already active
         */
        IdempotencyInFlightOrAlreadyActive: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "idempotency-in-flight" | "already-active";
                };
            };
        };
        /**
         * @description - `idempotency-in-flight`: The first request with this Idempotency-Key is still in progress
         *     - `already-active`: This account is already active
         *     - `phone-not-required`: This registration does not require a verified phone number
         *     - `phone-already-verified`: This phone number is already verified
         */
        IdempotencyInFlightOrAlreadyActiveOrPhoneNotRequiredOrPhoneAlreadyVerified: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "idempotency-in-flight" | "already-active" | "phone-not-required" | "phone-already-verified";
                };
            };
        };
        /**
         * @description - `idempotency-in-flight`: The first request with this Idempotency-Key is still in progress
         *     - `email-taken`: This address already has an account
         */
        IdempotencyInFlightOrEmailTaken: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "idempotency-in-flight" | "email-taken";
                };
            };
        };
        /**
         * @description - `idempotency-in-flight`: The first request with this Idempotency-Key is still in progress
         *     - `email-unchanged`: This is already the account’s address
         */
        IdempotencyInFlightOrEmailUnchanged: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "idempotency-in-flight" | "email-unchanged";
                };
            };
        };
        /**
         * @description - `idempotency-in-flight`: The first request with this Idempotency-Key is still in progress
         *     - `phone-missing`: No phone number to send a code to
         *     - `phone-already-verified`: This phone number is already verified
         */
        IdempotencyInFlightOrPhoneMissingOrPhoneAlreadyVerified: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "idempotency-in-flight" | "phone-missing" | "phone-already-verified";
                };
            };
        };
        /**
         * @description - `idempotency-in-flight`: The first request with this Idempotency-Key is still in progress
         *     - `slug-taken`: This slug is already taken
         */
        IdempotencyInFlightOrSlugTaken: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "idempotency-in-flight" | "slug-taken";
                };
            };
        };
        /**
         * @description - `idempotency-in-flight`: The first request with this Idempotency-Key is still in progress
         *     - `too-many-keys`: The application has reached its limit of keys. Revoke one first
         */
        IdempotencyInFlightOrTooManyKeys: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "idempotency-in-flight" | "too-many-keys";
                };
            };
        };
        /**
         * @description - `idempotency-in-flight`: The first request with this Idempotency-Key is still in progress
         *     - `too-many-webhooks`: The application has reached its limit of webhooks. Delete one first
         */
        IdempotencyInFlightOrTooManyWebhooks: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "idempotency-in-flight" | "too-many-webhooks";
                };
            };
        };
        /**
         * @description - `idempotency-key-invalid`: The Idempotency-Key must be 16 to 255 letters, digits and symbols
         *     - `credentials-ambiguous`: Credentials were sent twice. Send either a Basic header or a body, not both
         *     - `request-malformed`: Malformed HTTP request
         *     - `json-invalid`: Invalid JSON body
         *     - `application-unknown`: Unknown application
         */
        IdempotencyKeyInvalidOrCredentialsAmbiguousOrRequestMalformedOrJsonInvalidOrApplicationUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 400;
                    /** @enum {unknown} */
                    code?: "idempotency-key-invalid" | "credentials-ambiguous" | "request-malformed" | "json-invalid" | "application-unknown";
                };
            };
        };
        /**
         * @description - `idempotency-key-invalid`: The Idempotency-Key must be 16 to 255 letters, digits and symbols
         *     - `request-malformed`: Malformed HTTP request
         *     - `application-unknown`: Unknown application
         */
        IdempotencyKeyInvalidOrRequestMalformedOrApplicationUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 400;
                    /** @enum {unknown} */
                    code?: "idempotency-key-invalid" | "request-malformed" | "application-unknown";
                };
            };
        };
        /**
         * @description - `idempotency-key-invalid`: The Idempotency-Key must be 16 to 255 letters, digits and symbols
         *     - `request-malformed`: Malformed HTTP request
         *     - `json-invalid`: Invalid JSON body
         *     - `application-unknown`: Unknown application
         */
        IdempotencyKeyInvalidOrRequestMalformedOrJsonInvalidOrApplicationUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 400;
                    /** @enum {unknown} */
                    code?: "idempotency-key-invalid" | "request-malformed" | "json-invalid" | "application-unknown";
                };
            };
        };
        /**
         * @description - `idempotency-key-used`: This Idempotency-Key was used for another request, or its response is no longer stored
         *     - `field-unknown`: Unknown field
         */
        IdempotencyKeyUsedOrFieldUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 422;
                    /** @enum {unknown} */
                    code?: "idempotency-key-used" | "field-unknown";
                };
            };
        };
        /**
         * @description - `idempotency-key-used`: This Idempotency-Key was used for another request, or its response is no longer stored
         *     - `field-unknown`: Unknown field
         *     - `validation-failed`: Some fields are invalid
         */
        IdempotencyKeyUsedOrFieldUnknownOrValidationFailed: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 422;
                    /** @enum {unknown} */
                    code?: "idempotency-key-used" | "field-unknown" | "validation-failed";
                };
            };
        };
        /**
         * @description - `idempotency-key-used`: This Idempotency-Key was used for another request, or its response is no longer stored
         *     - `phone-country-refused`: Text messages are not available in this country
         *     - `phone-type-refused`: Text messages cannot be sent to this type of number
         *     - `field-unknown`: Unknown field
         *     - `validation-failed`: Some fields are invalid
         */
        IdempotencyKeyUsedOrPhoneCountryRefusedOrPhoneTypeRefusedOrFieldUnknownOrValidationFailed: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 422;
                    /** @enum {unknown} */
                    code?: "idempotency-key-used" | "phone-country-refused" | "phone-type-refused" | "field-unknown" | "validation-failed";
                };
            };
        };
        /** @description Key not found (`key-unknown`) */
        KeyUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 404;
                    /** @enum {unknown} */
                    code?: "key-unknown";
                };
            };
        };
        /** @description Unsupported content type (`media-type-unsupported`) */
        MediaTypeUnsupported: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 415;
                    /** @enum {unknown} */
                    code?: "media-type-unsupported";
                };
            };
        };
        /** @description This message is not a dead letter (`message-not-dead`) */
        MessageNotDead: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "message-not-dead";
                };
            };
        };
        /** @description Message not found (`message-unknown`) */
        MessageUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 404;
                    /** @enum {unknown} */
                    code?: "message-unknown";
                };
            };
        };
        /** @description Not found (`not-found`) */
        NotFound: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 404;
                    /** @enum {unknown} */
                    code?: "not-found";
                };
            };
        };
        /**
         * @description The connection or the service failed:
         *
         *     - `request-timeout`: Request timed out
         *     - `uri-too-long`: URL too long
         *     - `headers-too-large`: Request headers too large
         *     - `internal`: Something went wrong on our side
         */
        OtherProblem: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    status?: 408 | 414 | 431 | 500;
                    /** @enum {unknown} */
                    code?: "request-timeout" | "uri-too-long" | "headers-too-large" | "internal";
                };
            };
        };
        /**
         * @description - `password-wrong`: Wrong password
         *     - `account-suspended`: This account is suspended
         */
        PasswordWrongOrAccountSuspended: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 403;
                    /** @enum {unknown} */
                    code?: "password-wrong" | "account-suspended";
                };
            };
        };
        /** @description The refresh token is invalid, already used or expired. Please sign in again (`refresh-token-invalid`) */
        RefreshTokenInvalid: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                "WWW-Authenticate": components["headers"]["Challenge"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 401;
                    /** @enum {unknown} */
                    code?: "refresh-token-invalid";
                };
            };
        };
        /** @description Malformed HTTP request (`request-malformed`) */
        RequestMalformed: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 400;
                    /** @enum {unknown} */
                    code?: "request-malformed";
                };
            };
        };
        /**
         * @description - `request-malformed`: Malformed HTTP request
         *     - `application-unknown`: Unknown application
         */
        RequestMalformedOrApplicationUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 400;
                    /** @enum {unknown} */
                    code?: "request-malformed" | "application-unknown";
                };
            };
        };
        /**
         * @description - `request-malformed`: Malformed HTTP request
         *     - `json-invalid`: Invalid JSON body
         *     - `application-unknown`: Unknown application
         */
        RequestMalformedOrJsonInvalidOrApplicationUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 400;
                    /** @enum {unknown} */
                    code?: "request-malformed" | "json-invalid" | "application-unknown";
                };
            };
        };
        /**
         * @description - `role-unknown`: Role not found
         *     - `user-unknown`: User not found
         */
        RoleUnknownOrUserUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 404;
                    /** @enum {unknown} */
                    code?: "role-unknown" | "user-unknown";
                };
            };
        };
        /** @description Your role or key does not allow this (`scope-missing`) */
        ScopeMissing: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 403;
                    /** @enum {unknown} */
                    code?: "scope-missing";
                };
            };
        };
        /**
         * @description - `scope-missing`: Your role or key does not allow this
         *     - `grant-exceeded`: The operator has not granted this to the application
         */
        ScopeMissingOrGrantExceeded: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 403;
                    /** @enum {unknown} */
                    code?: "scope-missing" | "grant-exceeded";
                };
            };
        };
        /**
         * @description - `scope-missing`: Your role or key does not allow this
         *     - `key-scope-refused`: A key cannot grant scopes that it does not have
         */
        ScopeMissingOrKeyScopeRefused: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 403;
                    /** @enum {unknown} */
                    code?: "scope-missing" | "key-scope-refused";
                };
            };
        };
        /** @description Session not found (`session-unknown`) */
        SessionUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 404;
                    /** @enum {unknown} */
                    code?: "session-unknown";
                };
            };
        };
        /** @description Template not found in this language (`template-unknown`) */
        TemplateUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 404;
                    /** @enum {unknown} */
                    code?: "template-unknown";
                };
            };
        };
        /** @description Test emails go to the signed-in user, so a key cannot send one (`test-needs-person`) */
        TestNeedsPerson: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "test-needs-person";
                };
            };
        };
        /** @description The email provider rejected the test email (`test-not-accepted`) */
        TestNotAccepted: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 502;
                    /** @enum {unknown} */
                    code?: "test-not-accepted";
                };
            };
        };
        /** @description Too many requests (`throttled`) */
        Throttled: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 429;
                    /** @enum {unknown} */
                    code?: "throttled";
                };
            };
        };
        /** @description The access token is missing, invalid or expired (`token-invalid`) */
        TokenInvalid: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                "WWW-Authenticate": components["headers"]["Challenge"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 401;
                    /** @enum {unknown} */
                    code?: "token-invalid";
                };
            };
        };
        /**
         * @description - `too-many-tests`: Too many test emails this hour. Please try again later
         *     - `throttled`: Too many requests
         */
        TooManyTestsOrThrottled: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 429;
                    /** @enum {unknown} */
                    code?: "too-many-tests" | "throttled";
                };
            };
        };
        /**
         * @description - `tries-exhausted`: Too many wrong codes. Please request a new one
         *     - `throttled`: Too many requests
         */
        TriesExhaustedOrThrottled: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 429;
                    /** @enum {unknown} */
                    code?: "tries-exhausted" | "throttled";
                };
            };
        };
        /** @description This link is invalid, was already used or has expired (`undo-over`) */
        UndoOver: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 410;
                    /** @enum {unknown} */
                    code?: "undo-over";
                };
            };
        };
        /** @description This account has not been activated yet (`user-pending`) */
        UserPending: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409;
                    /** @enum {unknown} */
                    code?: "user-pending";
                };
            };
        };
        /** @description User not found (`user-unknown`) */
        UserUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 404;
                    /** @enum {unknown} */
                    code?: "user-unknown";
                };
            };
        };
        /** @description Webhook not found (`webhook-unknown`) */
        WebhookUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 404;
                    /** @enum {unknown} */
                    code?: "webhook-unknown";
                };
            };
        };
        /**
         * @description - `webhook-unknown`: Webhook not found
         *     - `delivery-unknown`: Delivery not found
         */
        WebhookUnknownOrDeliveryUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 404;
                    /** @enum {unknown} */
                    code?: "webhook-unknown" | "delivery-unknown";
                };
            };
        };
    };
    parameters: {
        /**
         * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
         * @example fr-CA, fr;q=0.9
         */
        AcceptLanguage: string;
        /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
        AdministeredApplication: string;
        /** @description Slug of the application that the request is for */
        Application: string;
        /**
         * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
         * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
         */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description How to authenticate (RFC 9110, section 11.6.1). Scripts of pages get `X-Basic` in place of `Basic`, for which browsers open no dialog */
        Challenge: string;
        /** @description The language of the problem’s texts */
        ContentLanguage: "en" | "fr" | "de" | "es" | "ar" | "ja";
        /** @description `true` where the answer was given before, to the same Idempotency-Key; absent else */
        IdempotentReplayed: string;
        /** @description Names this request in the service’s logs */
        RequestId: string;
        /** @description Seconds to wait, rounded up */
        RetryAfter: string;
        /** @description Seconds to wait, rounded up, where that is known */
        RetryAfterIfKnown: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listTemplates: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "templates": [
                     *         {
                     *           "template": "activation-code",
                     *           "locale": "en",
                     *           "own": true,
                     *           "changedAt": "2026-11-21T09:00:00.000Z",
                     *           "placeholders": [
                     *             "application",
                     *             "greeting",
                     *             "digits",
                     *             "number",
                     *             "life"
                     *           ],
                     *           "required": "digits"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MailTemplateList"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The mail’s name */
                template: string;
                /** @description The language, such as `fr` */
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mail */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "template": "activation-code",
                     *       "locale": "en",
                     *       "own": true,
                     *       "changedAt": "2026-11-21T09:00:00.000Z",
                     *       "placeholders": [
                     *         "application",
                     *         "greeting",
                     *         "digits",
                     *         "number",
                     *         "life"
                     *       ],
                     *       "required": "digits",
                     *       "subject": "Welcome to {{application}}",
                     *       "text": "{{greeting}}\n\nYour code, good for {{life}}:\n\n{{digits}}",
                     *       "html": "<p>{{greeting}}</p><p>Your code, good for {{life}}: <b>{{digits}}</b></p>"
                     *     }
                     */
                    "application/json": components["schemas"]["MailTemplateRecord"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["TemplateUnknown"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    saveTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The mail’s name */
                template: string;
                /** @description The language, such as `fr` */
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "subject": "Welcome to {{application}}",
                 *       "text": "{{greeting}}\n\nYour code, good for {{life}}:\n\n{{digits}}",
                 *       "html": "<p>{{greeting}}</p><p>Your code, good for {{life}}: <b>{{digits}}</b></p>"
                 *     }
                 */
                "application/json": components["schemas"]["SaveTemplateRequest"];
            };
        };
        responses: {
            /** @description It is saved */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["TemplateUnknown"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    removeTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The mail’s name */
                template: string;
                /** @description The language, such as `fr` */
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The application has no own words for the mail */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["TemplateUnknown"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    previewTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The mail’s name */
                template: string;
                /** @description The language, such as `fr` */
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "subject": "Welcome to {{application}}",
                 *       "text": "{{greeting}}\n\nYour code, good for {{life}}:\n\n{{digits}}",
                 *       "html": "<p>{{greeting}}</p><p>Your code, good for {{life}}: <b>{{digits}}</b></p>"
                 *     }
                 */
                "application/json": components["schemas"]["PreviewTemplateRequest"];
            };
        };
        responses: {
            /** @description The mail */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "subject": "Welcome to The Shop",
                     *       "text": "Hello Ada Lovelace,\n\nYour code, good for one minute:\n\n0417",
                     *       "html": "<p>Hello Ada Lovelace,</p><p>Your code, good for one minute: <b>0417</b></p>"
                     *     }
                     */
                    "application/json": components["schemas"]["MailPreview"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["TemplateUnknown"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    sendTestMail: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The mail’s name */
                template: string;
                /** @description The language, such as `fr` */
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "subject": "Welcome to {{application}}",
                 *       "text": "{{greeting}}\n\nYour code, good for {{life}}:\n\n{{digits}}",
                 *       "html": "<p>{{greeting}}</p><p>Your code, good for {{life}}: <b>{{digits}}</b></p>"
                 *     }
                 */
                "application/json": components["schemas"]["SendTestMailRequest"];
            };
        };
        responses: {
            /** @description The provider has it */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recipient": "ada@example.com"
                     *     }
                     */
                    "application/json": components["schemas"]["TestMailSent"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["TemplateUnknown"];
            409: components["responses"]["TestNeedsPerson"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["TooManyTestsOrThrottled"];
            502: components["responses"]["TestNotAccepted"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description In any state by default. `dead-letter`: failed although somebody waits, and not settled yet */
                state?: "queued" | "sending" | "sent" | "failed" | "dead-letter";
                /** @description How it travels */
                channel?: "mail" | "sms";
                /** @description Which message it is, such as `activation-code` */
                template?: string;
                /** @description Those that were ordered at this moment or later */
                createdFrom?: string;
                /** @description Those that were ordered before this moment */
                createdBefore?: string;
                /** @description `nextAfter` of the page before */
                after?: string;
                /** @description Maximum number of entries per page; 50 by default */
                limit?: number;
                /** @description Those of one account */
                userId?: string;
            };
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "messages": [
                     *         {
                     *           "id": "019a4f3e-7c1c-7d3e-9b1f-2f6f6d0c8a11",
                     *           "channel": "mail",
                     *           "template": "activation-code",
                     *           "state": "failed",
                     *           "attempts": 2,
                     *           "createdAt": "2026-11-21T09:00:00.000Z",
                     *           "notBefore": "2026-11-21T09:00:01.000Z",
                     *           "deadline": "2026-11-21T09:10:00.000Z",
                     *           "sentAt": null,
                     *           "failedAt": "2026-11-21T09:00:02.000Z",
                     *           "failure": "refused",
                     *           "provider": "mailjet",
                     *           "providerMessageId": null,
                     *           "lastAnswer": "http-400 send-0010",
                     *           "codeId": "019a4f3e-7c1b-7d3e-9b1f-2f6f6d0c8a11",
                     *           "noticeId": null,
                     *           "userId": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *           "recipient": "ada@example.com",
                     *           "deadLetter": true,
                     *           "retries": 0,
                     *           "droppedAt": null,
                     *           "answers": [
                     *             {
                     *               "attempt": 1,
                     *               "at": "2026-11-21T09:00:00.300Z",
                     *               "provider": "mailjet",
                     *               "outcome": "refused",
                     *               "answer": "http-503",
                     *               "providerMessageId": null
                     *             },
                     *             {
                     *               "attempt": 2,
                     *               "at": "2026-11-21T09:00:02.000Z",
                     *               "provider": "mailjet",
                     *               "outcome": "refused",
                     *               "answer": "http-400 send-0010",
                     *               "providerMessageId": null
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "nextAfter": null
                     *     }
                     */
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    lookUpMessages: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "state": "dead-letter"
                 *     }
                 */
                "application/json": components["schemas"]["LookUpMessagesRequest"];
            };
        };
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "messages": [
                     *         {
                     *           "id": "019a4f3e-7c1c-7d3e-9b1f-2f6f6d0c8a11",
                     *           "channel": "mail",
                     *           "template": "activation-code",
                     *           "state": "failed",
                     *           "attempts": 2,
                     *           "createdAt": "2026-11-21T09:00:00.000Z",
                     *           "notBefore": "2026-11-21T09:00:01.000Z",
                     *           "deadline": "2026-11-21T09:10:00.000Z",
                     *           "sentAt": null,
                     *           "failedAt": "2026-11-21T09:00:02.000Z",
                     *           "failure": "refused",
                     *           "provider": "mailjet",
                     *           "providerMessageId": null,
                     *           "lastAnswer": "http-400 send-0010",
                     *           "codeId": "019a4f3e-7c1b-7d3e-9b1f-2f6f6d0c8a11",
                     *           "noticeId": null,
                     *           "userId": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *           "recipient": "ada@example.com",
                     *           "deadLetter": true,
                     *           "retries": 0,
                     *           "droppedAt": null,
                     *           "answers": [
                     *             {
                     *               "attempt": 1,
                     *               "at": "2026-11-21T09:00:00.300Z",
                     *               "provider": "mailjet",
                     *               "outcome": "refused",
                     *               "answer": "http-503",
                     *               "providerMessageId": null
                     *             },
                     *             {
                     *               "attempt": 2,
                     *               "at": "2026-11-21T09:00:02.000Z",
                     *               "provider": "mailjet",
                     *               "outcome": "refused",
                     *               "answer": "http-400 send-0010",
                     *               "providerMessageId": null
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "nextAfter": null
                     *     }
                     */
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The message’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1c-7d3e-9b1f-2f6f6d0c8a11",
                     *       "channel": "mail",
                     *       "template": "activation-code",
                     *       "state": "failed",
                     *       "attempts": 2,
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "notBefore": "2026-11-21T09:00:01.000Z",
                     *       "deadline": "2026-11-21T09:10:00.000Z",
                     *       "sentAt": null,
                     *       "failedAt": "2026-11-21T09:00:02.000Z",
                     *       "failure": "refused",
                     *       "provider": "mailjet",
                     *       "providerMessageId": null,
                     *       "lastAnswer": "http-400 send-0010",
                     *       "codeId": "019a4f3e-7c1b-7d3e-9b1f-2f6f6d0c8a11",
                     *       "noticeId": null,
                     *       "userId": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *       "recipient": "ada@example.com",
                     *       "deadLetter": true,
                     *       "retries": 0,
                     *       "droppedAt": null,
                     *       "answers": [
                     *         {
                     *           "attempt": 1,
                     *           "at": "2026-11-21T09:00:00.300Z",
                     *           "provider": "mailjet",
                     *           "outcome": "refused",
                     *           "answer": "http-503",
                     *           "providerMessageId": null
                     *         },
                     *         {
                     *           "attempt": 2,
                     *           "at": "2026-11-21T09:00:02.000Z",
                     *           "provider": "mailjet",
                     *           "outcome": "refused",
                     *           "answer": "http-400 send-0010",
                     *           "providerMessageId": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AdministeredMessage"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["MessageUnknown"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    retryMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The message’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is queued */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["MessageUnknown"];
            409: components["responses"]["MessageNotDead"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    dropMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The message’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is dropped */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["MessageUnknown"];
            409: components["responses"]["MessageNotDead"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    retryMessages: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "failure": "refused",
                 *       "channel": "mail"
                 *     }
                 */
                "application/json": components["schemas"]["RetryMessagesRequest"];
            };
        };
        responses: {
            /** @description How many there were */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "count": 100,
                     *       "more": true
                     *     }
                     */
                    "application/json": components["schemas"]["DeadLettersHandled"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    dropMessages: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "createdBefore": "2026-11-20T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["DropMessagesRequest"];
            };
        };
        responses: {
            /** @description How many there were */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "count": 100,
                     *       "more": true
                     *     }
                     */
                    "application/json": components["schemas"]["DeadLettersHandled"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listApplications: {
        parameters: {
            query?: {
                /** @description `nextAfter` of the page before */
                after?: string;
                /** @description Maximum number of entries per page; 50 by default */
                limit?: number;
            };
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "applications": [
                     *         {
                     *           "slug": "shop",
                     *           "name": "Shop",
                     *           "defaultLocale": "fr",
                     *           "sender": {
                     *             "email": "hello@shop.example",
                     *             "name": "The Shop"
                     *           },
                     *           "replyTo": null,
                     *           "allowedOrigins": [
                     *             "https://shop.example"
                     *           ],
                     *           "linkBaseUrl": null,
                     *           "redirectTargets": [
                     *             "https://shop.example/welcome"
                     *           ],
                     *           "preset": "standard",
                     *           "policy": {
                     *             "code": {
                     *               "digits": 6,
                     *               "lifeSeconds": null,
                     *               "longDigits": null,
                     *               "sharedTries": null,
                     *               "triesPerCode": null,
                     *               "windowSeconds": null
                     *             },
                     *             "codes": null,
                     *             "guessing": null,
                     *             "messages": null,
                     *             "password": null,
                     *             "requirePhone": null,
                     *             "revealExistingAccounts": null,
                     *             "sms": null
                     *           },
                     *           "grants": {
                     *             "senders": [
                     *               "shop.example"
                     *             ],
                     *             "linkOrigins": [],
                     *             "redirectOrigins": [
                     *               "https://shop.example"
                     *             ],
                     *             "codes": {
                     *               "triesPerCode": 3,
                     *               "sharedTries": 3,
                     *               "windowSeconds": 86400
                     *             },
                     *             "messages": {
                     *               "gapSeconds": 30,
                     *               "perHour": 5,
                     *               "perDay": 10,
                     *               "perNetworkAndHour": 30
                     *             },
                     *             "guessing": {
                     *               "freeTries": 5,
                     *               "firstDelaySeconds": 15,
                     *               "longestDelaySeconds": 900,
                     *               "perNetwork": 30,
                     *               "networkWindowSeconds": 900
                     *             },
                     *             "sms": {
                     *               "countries": [
                     *                 "DE",
                     *                 "FR"
                     *               ],
                     *               "numberTypes": [
                     *                 "mobile",
                     *                 "fixed-line-or-mobile"
                     *               ],
                     *               "perDay": 500
                     *             }
                     *           }
                     *         }
                     *       ],
                     *       "nextAfter": null
                     *     }
                     */
                    "application/json": components["schemas"]["ApplicationPage"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    createApplication: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "slug": "shop",
                 *       "name": "Shop",
                 *       "defaultLocale": "fr",
                 *       "sender": {
                 *         "email": "hello@shop.example",
                 *         "name": "The Shop"
                 *       },
                 *       "replyTo": null,
                 *       "allowedOrigins": [
                 *         "https://shop.example"
                 *       ],
                 *       "linkBaseUrl": null,
                 *       "redirectTargets": [
                 *         "https://shop.example/welcome"
                 *       ],
                 *       "preset": "standard",
                 *       "policy": {
                 *         "code": {
                 *           "digits": 6
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CreateApplicationRequest"];
            };
        };
        responses: {
            /** @description People can sign up at it within two seconds */
            201: {
                headers: {
                    /** @description The application */
                    Location: string;
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slug": "shop",
                     *       "name": "Shop",
                     *       "defaultLocale": "fr",
                     *       "sender": {
                     *         "email": "hello@shop.example",
                     *         "name": "The Shop"
                     *       },
                     *       "replyTo": null,
                     *       "allowedOrigins": [
                     *         "https://shop.example"
                     *       ],
                     *       "linkBaseUrl": null,
                     *       "redirectTargets": [
                     *         "https://shop.example/welcome"
                     *       ],
                     *       "preset": "standard",
                     *       "policy": {
                     *         "code": {
                     *           "digits": 6,
                     *           "lifeSeconds": null,
                     *           "longDigits": null,
                     *           "sharedTries": null,
                     *           "triesPerCode": null,
                     *           "windowSeconds": null
                     *         },
                     *         "codes": null,
                     *         "guessing": null,
                     *         "messages": null,
                     *         "password": null,
                     *         "requirePhone": null,
                     *         "revealExistingAccounts": null,
                     *         "sms": null
                     *       },
                     *       "grants": {
                     *         "senders": [
                     *           "shop.example"
                     *         ],
                     *         "linkOrigins": [],
                     *         "redirectOrigins": [
                     *           "https://shop.example"
                     *         ],
                     *         "codes": {
                     *           "triesPerCode": 3,
                     *           "sharedTries": 3,
                     *           "windowSeconds": 86400
                     *         },
                     *         "messages": {
                     *           "gapSeconds": 30,
                     *           "perHour": 5,
                     *           "perDay": 10,
                     *           "perNetworkAndHour": 30
                     *         },
                     *         "guessing": {
                     *           "freeTries": 5,
                     *           "firstDelaySeconds": 15,
                     *           "longestDelaySeconds": 900,
                     *           "perNetwork": 30,
                     *           "networkWindowSeconds": 900
                     *         },
                     *         "sms": {
                     *           "countries": [
                     *             "DE",
                     *             "FR"
                     *           ],
                     *           "numberTypes": [
                     *             "mobile",
                     *             "fixed-line-or-mobile"
                     *           ],
                     *           "perDay": 500
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Application"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrRequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissingOrGrantExceeded"];
            404: components["responses"]["ApplicationNotFound"];
            409: components["responses"]["IdempotencyInFlightOrSlugTaken"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["IdempotencyKeyUsedOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getApplication: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The application’s slug */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The application */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slug": "shop",
                     *       "name": "Shop",
                     *       "defaultLocale": "fr",
                     *       "sender": {
                     *         "email": "hello@shop.example",
                     *         "name": "The Shop"
                     *       },
                     *       "replyTo": null,
                     *       "allowedOrigins": [
                     *         "https://shop.example"
                     *       ],
                     *       "linkBaseUrl": null,
                     *       "redirectTargets": [
                     *         "https://shop.example/welcome"
                     *       ],
                     *       "preset": "standard",
                     *       "policy": {
                     *         "code": {
                     *           "digits": 6,
                     *           "lifeSeconds": null,
                     *           "longDigits": null,
                     *           "sharedTries": null,
                     *           "triesPerCode": null,
                     *           "windowSeconds": null
                     *         },
                     *         "codes": null,
                     *         "guessing": null,
                     *         "messages": null,
                     *         "password": null,
                     *         "requirePhone": null,
                     *         "revealExistingAccounts": null,
                     *         "sms": null
                     *       },
                     *       "grants": {
                     *         "senders": [
                     *           "shop.example"
                     *         ],
                     *         "linkOrigins": [],
                     *         "redirectOrigins": [
                     *           "https://shop.example"
                     *         ],
                     *         "codes": {
                     *           "triesPerCode": 3,
                     *           "sharedTries": 3,
                     *           "windowSeconds": 86400
                     *         },
                     *         "messages": {
                     *           "gapSeconds": 30,
                     *           "perHour": 5,
                     *           "perDay": 10,
                     *           "perNetworkAndHour": 30
                     *         },
                     *         "guessing": {
                     *           "freeTries": 5,
                     *           "firstDelaySeconds": 15,
                     *           "longestDelaySeconds": 900,
                     *           "perNetwork": 30,
                     *           "networkWindowSeconds": 900
                     *         },
                     *         "sms": {
                     *           "countries": [
                     *             "DE",
                     *             "FR"
                     *           ],
                     *           "numberTypes": [
                     *             "mobile",
                     *             "fixed-line-or-mobile"
                     *           ],
                     *           "perDay": 500
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Application"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["ApplicationNotFound"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    changeApplication: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The application’s slug */
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "allowedOrigins": [
                 *         "https://shop.example"
                 *       ],
                 *       "policy": {
                 *         "sms": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ChangeApplicationRequest"];
            };
        };
        responses: {
            /** @description As it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "slug": "shop",
                     *       "name": "Shop",
                     *       "defaultLocale": "fr",
                     *       "sender": {
                     *         "email": "hello@shop.example",
                     *         "name": "The Shop"
                     *       },
                     *       "replyTo": null,
                     *       "allowedOrigins": [
                     *         "https://shop.example"
                     *       ],
                     *       "linkBaseUrl": null,
                     *       "redirectTargets": [
                     *         "https://shop.example/welcome"
                     *       ],
                     *       "preset": "standard",
                     *       "policy": {
                     *         "code": {
                     *           "digits": 6,
                     *           "lifeSeconds": null,
                     *           "longDigits": null,
                     *           "sharedTries": null,
                     *           "triesPerCode": null,
                     *           "windowSeconds": null
                     *         },
                     *         "codes": null,
                     *         "guessing": null,
                     *         "messages": null,
                     *         "password": null,
                     *         "requirePhone": null,
                     *         "revealExistingAccounts": null,
                     *         "sms": null
                     *       },
                     *       "grants": {
                     *         "senders": [
                     *           "shop.example"
                     *         ],
                     *         "linkOrigins": [],
                     *         "redirectOrigins": [
                     *           "https://shop.example"
                     *         ],
                     *         "codes": {
                     *           "triesPerCode": 3,
                     *           "sharedTries": 3,
                     *           "windowSeconds": 86400
                     *         },
                     *         "messages": {
                     *           "gapSeconds": 30,
                     *           "perHour": 5,
                     *           "perDay": 10,
                     *           "perNetworkAndHour": 30
                     *         },
                     *         "guessing": {
                     *           "freeTries": 5,
                     *           "firstDelaySeconds": 15,
                     *           "longestDelaySeconds": 900,
                     *           "perNetwork": 30,
                     *           "networkWindowSeconds": 900
                     *         },
                     *         "sms": {
                     *           "countries": [
                     *             "DE",
                     *             "FR"
                     *           ],
                     *           "numberTypes": [
                     *             "mobile",
                     *             "fixed-line-or-mobile"
                     *           ],
                     *           "perDay": 500
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Application"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissingOrGrantExceeded"];
            404: components["responses"]["ApplicationNotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *           "name": "billing backend",
                     *           "hint": "x7Qp",
                     *           "scopes": [
                     *             "users:read",
                     *             "statistics:read"
                     *           ],
                     *           "createdBy": {
                     *             "kind": "user",
                     *             "id": "019a4f3e-1111-7d3e-9b1f-2f6f6d0c8a11",
                     *             "application": "default"
                     *           },
                     *           "state": "active",
                     *           "createdAt": "2026-11-21T09:00:00.000Z",
                     *           "expiresAt": null,
                     *           "revokedAt": null,
                     *           "replacedBy": null,
                     *           "lastUsedAt": "2026-11-21T10:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ApplicationKeyList"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "billing backend",
                 *       "scopes": [
                 *         "users:read",
                 *         "statistics:read"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CreateKeyRequest"];
            };
        };
        responses: {
            /** @description The key, shown this once */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *       "name": "billing backend",
                     *       "hint": "x7Qp",
                     *       "scopes": [
                     *         "users:read",
                     *         "statistics:read"
                     *       ],
                     *       "createdBy": {
                     *         "kind": "user",
                     *         "id": "019a4f3e-1111-7d3e-9b1f-2f6f6d0c8a11",
                     *         "application": "default"
                     *       },
                     *       "state": "active",
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "expiresAt": null,
                     *       "revokedAt": null,
                     *       "replacedBy": null,
                     *       "lastUsedAt": null,
                     *       "key": "ghk_019a4f3e7c1a7d3e9b1f2f6f6d0c8a11_0000000000000000000000000000000000000000000ABCDEF"
                     *     }
                     */
                    "application/json": components["schemas"]["NewApplicationKey"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrRequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissingOrKeyScopeRefused"];
            409: components["responses"]["IdempotencyInFlightOrTooManyKeys"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["IdempotencyKeyUsedOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The key’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "overlapSeconds": 3600
                 *     }
                 */
                "application/json": components["schemas"]["RotateKeyRequest"];
            };
        };
        responses: {
            /** @description The new key, shown this once */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *       "name": "billing backend",
                     *       "hint": "x7Qp",
                     *       "scopes": [
                     *         "users:read",
                     *         "statistics:read"
                     *       ],
                     *       "createdBy": {
                     *         "kind": "user",
                     *         "id": "019a4f3e-1111-7d3e-9b1f-2f6f6d0c8a11",
                     *         "application": "default"
                     *       },
                     *       "state": "active",
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "expiresAt": null,
                     *       "revokedAt": null,
                     *       "replacedBy": null,
                     *       "lastUsedAt": null,
                     *       "key": "ghk_019a4f3e7c1a7d3e9b1f2f6f6d0c8a11_0000000000000000000000000000000000000000000ABCDEF"
                     *     }
                     */
                    "application/json": components["schemas"]["NewApplicationKey"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrRequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissingOrKeyScopeRefused"];
            404: components["responses"]["KeyUnknown"];
            409: components["responses"]["IdempotencyInFlightOrTooManyKeys"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["IdempotencyKeyUsedOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The key’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key is over, and so is every key made with it */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["KeyUnknown"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    readAuditLog: {
        parameters: {
            query?: {
                /** @description `position` or `nextAfter`: what comes after it is meant */
                after?: string;
                /** @description Maximum number of entries per page; 100 by default. An export as NDJSON has no pages */
                limit?: number;
                /** @description Of every application and not of one: for administrators of `default` alone, keys are refused */
                applications?: "all";
            };
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the log, or the stream */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "entries": [
                     *         {
                     *           "position": "42",
                     *           "at": "2026-11-21T09:00:00.000Z",
                     *           "application": "default",
                     *           "act": "key.created",
                     *           "subject": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *           "details": {
                     *             "name": "billing backend"
                     *           },
                     *           "administrator": {
                     *             "kind": "user",
                     *             "id": "019a4f3e-1111-7d3e-9b1f-2f6f6d0c8a11",
                     *             "application": "default"
                     *           },
                     *           "network": "192.0.2.1",
                     *           "requestId": "5a0c7d0e-6c1b-4b53-9d6f-0f5c8f2f7a10"
                     *         }
                     *       ],
                     *       "nextAfter": null
                     *     }
                     */
                    "application/json": components["schemas"]["AuditPage"];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    searchUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "lovelace"
                 *     }
                 */
                "application/json": components["schemas"]["SearchUsersRequest"];
            };
        };
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "users": [
                     *         {
                     *           "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *           "state": "active",
                     *           "email": "ada@example.com",
                     *           "emailVerified": true,
                     *           "name": "Ada",
                     *           "surname": "Lovelace",
                     *           "phone": "+33612345678",
                     *           "phoneVerified": false,
                     *           "locale": "fr",
                     *           "createdAt": "2026-11-21T09:00:00.000Z",
                     *           "activatedAt": "2026-11-21T09:00:42.000Z",
                     *           "suspendedAt": null,
                     *           "suspensionReason": null
                     *         }
                     *       ],
                     *       "nextAfter": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11"
                     *     }
                     */
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description In any state by default */
                state?: "pending" | "active" | "suspended" | "superseded" | "erased";
                /** @description Those who signed up at this moment or later */
                createdFrom?: string;
                /** @description Those who signed up before this moment */
                createdBefore?: string;
                /** @description `nextAfter` of the page before */
                after?: string;
                /** @description Maximum number of entries per page; 50 by default */
                limit?: number;
            };
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "users": [
                     *         {
                     *           "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *           "state": "active",
                     *           "email": "ada@example.com",
                     *           "emailVerified": true,
                     *           "name": "Ada",
                     *           "surname": "Lovelace",
                     *           "phone": "+33612345678",
                     *           "phoneVerified": false,
                     *           "locale": "fr",
                     *           "createdAt": "2026-11-21T09:00:00.000Z",
                     *           "activatedAt": "2026-11-21T09:00:42.000Z",
                     *           "suspendedAt": null,
                     *           "suspensionReason": null
                     *         }
                     *       ],
                     *       "nextAfter": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11"
                     *     }
                     */
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    lookUpUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["LookUpUsersRequest"];
            };
        };
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "users": [
                     *         {
                     *           "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *           "state": "active",
                     *           "email": "ada@example.com",
                     *           "emailVerified": true,
                     *           "name": "Ada",
                     *           "surname": "Lovelace",
                     *           "phone": "+33612345678",
                     *           "phoneVerified": false,
                     *           "locale": "fr",
                     *           "createdAt": "2026-11-21T09:00:00.000Z",
                     *           "activatedAt": "2026-11-21T09:00:42.000Z",
                     *           "suspendedAt": null,
                     *           "suspensionReason": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UsersOfAddress"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The account’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *       "state": "active",
                     *       "email": "ada@example.com",
                     *       "emailVerified": true,
                     *       "name": "Ada",
                     *       "surname": "Lovelace",
                     *       "phone": "+33612345678",
                     *       "phoneVerified": false,
                     *       "locale": "fr",
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "activatedAt": "2026-11-21T09:00:42.000Z",
                     *       "suspendedAt": null,
                     *       "suspensionReason": null
                     *     }
                     */
                    "application/json": components["schemas"]["UserRecord"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["UserUnknown"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    eraseUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The account’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person is erased */
            204: {
                headers: {
                    /** @description Clears the session’s cookie, if the request carried it and the session is over */
                    "Set-Cookie"?: string | string[];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["UserUnknown"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getTimeline: {
        parameters: {
            query?: {
                /** @description `nextAfter` of the page before */
                after?: string;
                /** @description Maximum number of entries per page; 50 by default */
                limit?: number;
            };
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The account’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of it */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "entries": [
                     *         {
                     *           "position": "7",
                     *           "at": "2026-11-21T09:00:00.000Z",
                     *           "type": "activation-code.issued.v1",
                     *           "data": {
                     *             "codeId": "019a4f3e-7c1b-7d3e-9b1f-2f6f6d0c8a11",
                     *             "purpose": "activation",
                     *             "channel": "mail"
                     *           },
                     *           "message": {
                     *             "channel": "mail",
                     *             "template": "activation-code",
                     *             "state": "sent",
                     *             "attempts": 1,
                     *             "provider": "mailjet",
                     *             "lastAnswer": null,
                     *             "sentAt": "2026-11-21T09:00:01.000Z",
                     *             "failedAt": null
                     *           }
                     *         }
                     *       ],
                     *       "nextAfter": null
                     *     }
                     */
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["UserUnknown"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    suspendUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The account’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Chargebacks"
                 *     }
                 */
                "application/json": components["schemas"]["SuspendUserRequest"];
            };
        };
        responses: {
            /** @description It is suspended */
            204: {
                headers: {
                    /** @description Clears the session’s cookie, if the request carried it and the session is over */
                    "Set-Cookie"?: string | string[];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["UserUnknown"];
            409: components["responses"]["UserPending"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    resumeUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The account’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is active */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["UserUnknown"];
            409: components["responses"]["UserPending"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    resendActivationCodeTo: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The account’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message is on its way */
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrRequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["UserUnknown"];
            409: components["responses"]["IdempotencyInFlightOrAlreadyActive"];
            422: components["responses"]["IdempotencyKeyUsedOrFieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    readFunnel: {
        parameters: {
            query?: {
                /** @description The first day (UTC); 29 days before the last one by default */
                from?: string;
                /** @description The last day (UTC), at most 366 days in all; today by default */
                to?: string;
                /** @description Slug of an application, or `*` for all: for operators of every application. Your own by default */
                application?: string;
            };
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": "2026-11-20",
                     *       "to": "2026-11-21",
                     *       "total": {
                     *         "signedUp": 120,
                     *         "mailed": 119,
                     *         "activated": 97,
                     *         "superseded": 4,
                     *         "expired": 15,
                     *         "medianSecondsToActivate": 21.7
                     *       },
                     *       "days": [
                     *         {
                     *           "signedUp": 120,
                     *           "mailed": 119,
                     *           "activated": 97,
                     *           "superseded": 4,
                     *           "expired": 15,
                     *           "medianSecondsToActivate": 21.7,
                     *           "application": "default",
                     *           "day": "2026-11-21"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Funnel"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["ApplicationNotFound"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    importUsers: {
        parameters: {
            query: {
                /** @description A UUID that you choose. Sent again with the same one, an import that broke off goes on */
                importId: string;
            };
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "emailVerified": true,
                 *       "passwordHash": "pbkdf2_sha256$600000$seasalt9seasalt9seasal$HN4QWzroaVKXz9mG7qDBiX8ne1lzV3a5nPaUy1t3/G4=",
                 *       "name": "Ada",
                 *       "surname": "Lovelace",
                 *       "locale": "fr",
                 *       "createdAt": "2021-03-08T09:00:00Z"
                 *     }
                 */
                "application/x-ndjson": components["schemas"]["ImportUsersRequest"];
            };
        };
        responses: {
            /** @description The report: an outcome a line */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {"line":1,"outcome":"imported","id":"019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11"}
                     *     {"line":2,"outcome":"refused","code":"email-taken","detail":"The address already has an account, or appears on another line"}
                     *     {"outcome":"finished","importId":"019a4f3e-9d10-7a52-8c2b-5b1e0c9d7f42","lines":2,"imported":1,"refused":1,"repeated":0}
                     */
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    exportUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream */
            200: {
                headers: {
                    /** @description Lets a browser keep it as a file */
                    "Content-Disposition": string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {"id":"019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11","state":"active","email":"ada@example.com","emailVerified":true,"name":"Ada","surname":"Lovelace","phone":"+33612345678","phoneVerified":false,"hobbies":["whist"],"birthDate":"1915-12-10","locale":"fr","createdAt":"2026-11-21T09:00:00.000Z","activatedAt":"2026-11-21T09:00:42.000Z","suspendedAt":null} */
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    registerUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "nine seven lanterns",
                 *       "name": "Ada",
                 *       "surname": "Lovelace",
                 *       "phone": "+33612345678",
                 *       "hobbies": [
                 *         "mathematics"
                 *       ],
                 *       "birthDate": "1990-12-10",
                 *       "locale": "fr"
                 *     }
                 */
                "application/json": components["schemas"]["RegisterUserRequest"];
            };
        };
        responses: {
            /** @description The registration is written, and its mail is on its way */
            201: {
                headers: {
                    /** @description Where the profile is once the account is active */
                    Location: string;
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *       "state": "pending",
                     *       "email": "ada@example.com",
                     *       "emailVerified": false,
                     *       "name": "Ada",
                     *       "surname": "Lovelace",
                     *       "phone": "+33612345678",
                     *       "phoneVerified": false,
                     *       "hobbies": [
                     *         "mathematics"
                     *       ],
                     *       "birthDate": "1990-12-10",
                     *       "locale": "fr",
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "activatedAt": null,
                     *       "activation": {
                     *         "codeLength": 4,
                     *         "lifeSeconds": 60,
                     *         "delivery": "queued",
                     *         "phone": null,
                     *         "statusUrl": "/v1/users/019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11/activation"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RegisteredProfile"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrRequestMalformedOrJsonInvalidOrApplicationUnknown"];
            409: components["responses"]["IdempotencyInFlightOrEmailTaken"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["IdempotencyKeyUsedOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getActivationStatus: {
        parameters: {
            query?: {
                /** @description The application’s slug, for what cannot send `Gatehouse-Application`, such as `EventSource` */
                application?: string;
            };
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The user’s id, from the answer to the sign-up */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state of the latest activation message */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "delivery": "sent",
                     *       "sentAt": "2026-11-21T09:00:00.320Z",
                     *       "expiresAt": "2026-11-21T09:01:00.320Z",
                     *       "phone": null,
                     *       "serverTime": "2026-11-21T09:00:02.104Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ActivationStatus"];
                    "text/event-stream": string;
                };
            };
            /** @description To a reconnecting stream: nothing more will come */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    activateUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "0417"
                 *     }
                 */
                "application/json": components["schemas"]["ActivateUserRequest"];
            };
        };
        responses: {
            /** @description The account is active, or `missing` tells what it waits for */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *       "state": "active",
                     *       "email": "ada@example.com",
                     *       "emailVerified": true,
                     *       "name": "Ada",
                     *       "surname": "Lovelace",
                     *       "phone": "+33612345678",
                     *       "phoneVerified": false,
                     *       "hobbies": [
                     *         "mathematics"
                     *       ],
                     *       "birthDate": "1990-12-10",
                     *       "locale": "fr",
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "activatedAt": "2026-11-21T09:00:42.000Z",
                     *       "missing": []
                     *     }
                     */
                    "application/json": components["schemas"]["ActivationProgress"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["CredentialsInvalid"];
            403: components["responses"]["AccountSuspended"];
            409: components["responses"]["AlreadyActiveOrEmailAlreadyVerified"];
            410: components["responses"]["CodeExpired"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["CodeInvalidOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["TriesExhaustedOrThrottled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    resendActivationCode: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["ResendActivationCodeRequest"];
            };
        };
        responses: {
            /** @description If the address waits for activation, another code is on its way */
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrRequestMalformedOrJsonInvalidOrApplicationUnknown"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["IdempotencyKeyUsedOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    proveRegisteredPhone: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "004217"
                 *     }
                 */
                "application/json": components["schemas"]["ProveRegisteredPhoneRequest"];
            };
        };
        responses: {
            /** @description The phone is proven: the account is active, or `missing` tells what it waits for */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *       "state": "pending",
                     *       "email": "ada@example.com",
                     *       "emailVerified": false,
                     *       "name": "Ada",
                     *       "surname": "Lovelace",
                     *       "phone": "+33612345678",
                     *       "phoneVerified": true,
                     *       "hobbies": [
                     *         "mathematics"
                     *       ],
                     *       "birthDate": "1990-12-10",
                     *       "locale": "fr",
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "activatedAt": null,
                     *       "missing": [
                     *         "email"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ActivationProgress"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["CredentialsInvalid"];
            403: components["responses"]["AccountSuspended"];
            409: components["responses"]["AlreadyActiveOrPhoneNotRequiredOrPhoneAlreadyVerified"];
            410: components["responses"]["CodeExpired"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["CodeInvalidOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["TriesExhaustedOrThrottled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    resendPhoneActivationCode: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["ResendPhoneActivationCodeRequest"];
            };
        };
        responses: {
            /** @description The message is on its way */
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrRequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["CredentialsInvalid"];
            403: components["responses"]["AccountSuspended"];
            409: components["responses"]["IdempotencyInFlightOrAlreadyActiveOrPhoneNotRequiredOrPhoneAlreadyVerified"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["IdempotencyKeyUsedOrPhoneCountryRefusedOrPhoneTypeRefusedOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getMyProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *       "state": "active",
                     *       "email": "ada@example.com",
                     *       "emailVerified": true,
                     *       "name": "Ada",
                     *       "surname": "Lovelace",
                     *       "phone": "+33612345678",
                     *       "phoneVerified": false,
                     *       "hobbies": [
                     *         "mathematics"
                     *       ],
                     *       "birthDate": "1990-12-10",
                     *       "locale": "fr",
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "activatedAt": "2026-11-21T09:00:42.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["AccountSuspended"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    eraseMyAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing is left of the person */
            204: {
                headers: {
                    /** @description Clears the session’s cookie, if the request carried it and the session is over */
                    "Set-Cookie"?: string | string[];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["CredentialsInvalid"];
            403: components["responses"]["AccountSuspended"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    changeMyProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "surname": "King",
                 *       "hobbies": [
                 *         "mathematics",
                 *         "flying"
                 *       ],
                 *       "birthDate": null
                 *     }
                 */
                "application/json": components["schemas"]["ChangeMyProfileRequest"];
            };
        };
        responses: {
            /** @description The profile as it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *       "state": "active",
                     *       "email": "ada@example.com",
                     *       "emailVerified": true,
                     *       "name": "Ada",
                     *       "surname": "King",
                     *       "phone": "+33612345678",
                     *       "phoneVerified": false,
                     *       "hobbies": [
                     *         "mathematics",
                     *         "flying"
                     *       ],
                     *       "birthDate": null,
                     *       "locale": "fr",
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "activatedAt": "2026-11-21T09:00:42.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["AccountSuspended"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    exportMyData: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is held */
            200: {
                headers: {
                    /** @description Lets a browser keep it as a file */
                    "Content-Disposition": string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "exportedAt": "2026-11-21T12:00:00.000Z",
                     *       "account": {
                     *         "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *         "state": "active",
                     *         "email": "ada@example.com",
                     *         "emailVerified": true,
                     *         "name": "Ada",
                     *         "surname": "Lovelace",
                     *         "phone": "+33612345678",
                     *         "phoneVerified": false,
                     *         "hobbies": [
                     *           "mathematics"
                     *         ],
                     *         "birthDate": "1990-12-10",
                     *         "locale": "fr",
                     *         "createdAt": "2026-11-21T09:00:00.000Z",
                     *         "activatedAt": "2026-11-21T09:00:42.000Z",
                     *         "canonicalEmail": "ada@example.com",
                     *         "emailVerifiedAt": "2026-11-21T09:00:42.000Z",
                     *         "phoneVerifiedAt": null,
                     *         "suspendedAt": null,
                     *         "suspensionReason": null,
                     *         "credentialsVersion": 1,
                     *         "keptSession": null,
                     *         "activatedNetwork": "192.0.2.1"
                     *       },
                     *       "unprovenRegistrations": [],
                     *       "formerAddresses": [],
                     *       "codes": [
                     *         {
                     *           "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a12",
                     *           "purpose": "activation",
                     *           "channel": "mail",
                     *           "target": null,
                     *           "targetDeliverable": null,
                     *           "number": 1,
                     *           "digits": 4,
                     *           "lifeSeconds": 60,
                     *           "attempts": 1,
                     *           "issuedAt": "2026-11-21T09:00:00.000Z",
                     *           "sendAfter": "2026-11-21T09:00:00.000Z",
                     *           "dispatchedAt": "2026-11-21T09:00:00.110Z",
                     *           "acceptedAt": "2026-11-21T09:00:00.320Z",
                     *           "expiresAt": "2026-11-21T09:01:00.320Z",
                     *           "consumedAt": "2026-11-21T09:00:42.000Z",
                     *           "voidedAt": null,
                     *           "failedAt": null,
                     *           "failure": null
                     *         }
                     *       ],
                     *       "notices": [],
                     *       "counts": [
                     *         {
                     *           "what": "messages-to-recipient",
                     *           "about": "ada@example.com",
                     *           "times": [
                     *             "2026-11-21T09:00:00.000Z"
                     *           ]
                     *         }
                     *       ],
                     *       "passwordTries": [],
                     *       "events": [
                     *         {
                     *           "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a13",
                     *           "type": "user.registered.v1",
                     *           "occurredAt": "2026-11-21T09:00:00.000Z",
                     *           "data": {
                     *             "userId": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *             "email": "ada@example.com",
                     *             "locale": "fr"
                     *           }
                     *         }
                     *       ],
                     *       "sessions": [
                     *         {
                     *           "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a14",
                     *           "createdAt": "2026-11-21T09:01:00.000Z",
                     *           "lastUsedAt": "2026-11-21T09:01:00.000Z",
                     *           "expiresAt": "2026-12-21T09:01:00.000Z",
                     *           "revokedAt": null
                     *         }
                     *       ],
                     *       "repeatableAnswers": [],
                     *       "roles": [],
                     *       "messages": [
                     *         {
                     *           "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a15",
                     *           "channel": "mail",
                     *           "template": "activation-code",
                     *           "state": "sent",
                     *           "attempts": 1,
                     *           "createdAt": "2026-11-21T09:00:00.100Z",
                     *           "notBefore": "2026-11-21T09:00:00.000Z",
                     *           "deadline": "2026-11-21T09:10:00.000Z",
                     *           "sentAt": "2026-11-21T09:00:00.320Z",
                     *           "failedAt": null,
                     *           "failure": null,
                     *           "provider": "mailjet",
                     *           "providerMessageId": "1152921505002316111",
                     *           "lastAnswer": null,
                     *           "codeId": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a12",
                     *           "noticeId": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PersonalExport"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["AccountSuspended"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    changeMyPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "currentPassword": "nine seven lanterns",
                 *       "newPassword": "eleven quiet harbours"
                 *     }
                 */
                "application/json": components["schemas"]["ChangeMyPasswordRequest"];
            };
        };
        responses: {
            /** @description The password has been changed */
            204: {
                headers: {
                    /** @description Clears the session’s cookie, if the request carried it and the session is over */
                    "Set-Cookie"?: string | string[];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["PasswordWrongOrAccountSuspended"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    requestEmailChange: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "newEmail": "ada.lovelace@example.com",
                 *       "currentPassword": "nine seven lanterns"
                 *     }
                 */
                "application/json": components["schemas"]["RequestEmailChangeRequest"];
            };
        };
        responses: {
            /** @description The account’s own address, shown from now on as it was typed */
            200: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *       "state": "active",
                     *       "email": "Ada@example.com",
                     *       "emailVerified": true,
                     *       "name": "Ada",
                     *       "surname": "Lovelace",
                     *       "phone": "+33612345678",
                     *       "phoneVerified": false,
                     *       "hobbies": [
                     *         "mathematics"
                     *       ],
                     *       "birthDate": "1990-12-10",
                     *       "locale": "fr",
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "activatedAt": "2026-11-21T09:00:42.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description If the address is free, a code is on its way */
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrRequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["PasswordWrongOrAccountSuspended"];
            409: components["responses"]["IdempotencyInFlightOrEmailUnchanged"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["IdempotencyKeyUsedOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    verifyNewEmail: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "004217"
                 *     }
                 */
                "application/json": components["schemas"]["VerifyNewEmailRequest"];
            };
        };
        responses: {
            /** @description The account has its new address */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *       "state": "active",
                     *       "email": "ada.lovelace@example.com",
                     *       "emailVerified": true,
                     *       "name": "Ada",
                     *       "surname": "Lovelace",
                     *       "phone": "+33612345678",
                     *       "phoneVerified": false,
                     *       "hobbies": [
                     *         "mathematics"
                     *       ],
                     *       "birthDate": "1990-12-10",
                     *       "locale": "fr",
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "activatedAt": "2026-11-21T09:00:42.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["AccountSuspended"];
            410: components["responses"]["CodeExpired"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["CodeInvalidOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["TriesExhaustedOrThrottled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    undoEmailChange: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "AZpPPnwafT6bHy9vbQyKEQ9nJ7V6yQ0mB5c1hW3xkLr8sTzE2uFdGiKoPqRjNvYb"
                 *     }
                 */
                "application/json": components["schemas"]["UndoEmailChangeRequest"];
            };
        };
        responses: {
            /** @description The previous address has been restored */
            204: {
                headers: {
                    /** @description Clears the session’s cookie, if the request carried it and the session is over */
                    "Set-Cookie"?: string | string[];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            409: components["responses"]["FormerEmailTaken"];
            410: components["responses"]["UndoOver"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["RequestPasswordResetRequest"];
            };
        };
        responses: {
            /** @description If the address has an active account, a code is on its way */
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrRequestMalformedOrJsonInvalidOrApplicationUnknown"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["IdempotencyKeyUsedOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "code": "00428137",
                 *       "newPassword": "eleven quiet harbours"
                 *     }
                 */
                "application/json": components["schemas"]["ResetPasswordRequest"];
            };
        };
        responses: {
            /** @description The password has been changed */
            204: {
                headers: {
                    /** @description Clears the session’s cookie, if the request carried it and the session is over */
                    "Set-Cookie"?: string | string[];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            410: components["responses"]["CodeExpired"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["CodeInvalidOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["TriesExhaustedOrThrottled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    sendPhoneCode: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phone": "+33612345678"
                 *     }
                 */
                "application/json": components["schemas"]["SendPhoneCodeRequest"];
            };
        };
        responses: {
            /** @description The message is on its way */
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrRequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["AccountSuspended"];
            409: components["responses"]["IdempotencyInFlightOrPhoneMissingOrPhoneAlreadyVerified"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["IdempotencyKeyUsedOrPhoneCountryRefusedOrPhoneTypeRefusedOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    verifyPhone: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "004217"
                 *     }
                 */
                "application/json": components["schemas"]["VerifyPhoneRequest"];
            };
        };
        responses: {
            /** @description The phone is verified */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *       "state": "active",
                     *       "email": "ada@example.com",
                     *       "emailVerified": true,
                     *       "name": "Ada",
                     *       "surname": "Lovelace",
                     *       "phone": "+33612345678",
                     *       "phoneVerified": true,
                     *       "hobbies": [
                     *         "mathematics"
                     *       ],
                     *       "birthDate": "1990-12-10",
                     *       "locale": "fr",
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "activatedAt": "2026-11-21T09:00:42.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["AccountSuspended"];
            410: components["responses"]["CodeExpired"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["CodeInvalidOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["TriesExhaustedOrThrottled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listRoles: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The roles */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "roles": [
                     *         {
                     *           "userId": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *           "role": "admin",
                     *           "grantedAt": "2026-11-21T09:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RoleList"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    grantRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The account’s id */
                id: string;
                /** @description `support` or `admin` */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["RoleUnknownOrUserUnknown"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    revokeRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The account’s id */
                id: string;
                /** @description `support` or `admin` */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is so */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["RoleUnknownOrUserUnknown"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sessions": [
                     *         {
                     *           "id": "019a4f3f-1b2c-7a41-8c5d-3e9f70a1b2c3",
                     *           "current": true,
                     *           "createdAt": "2026-11-21T09:01:00.000Z",
                     *           "lastUsedAt": "2026-11-21T09:31:00.000Z",
                     *           "expiresAt": "2026-12-21T09:31:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "nine seven lanterns"
                 *     }
                 */
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            /** @description The session has begun */
            201: {
                headers: {
                    /** @description The session, where it can be ended */
                    Location: string;
                    /** @description With `cookie`: the refresh token */
                    "Set-Cookie"?: string | string[];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessToken": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjIwMjYtMTEifQ.eyJzdWIiOiIwMTlhNGYzZSJ9.c2lnbmF0dXJl",
                     *       "tokenType": "Bearer",
                     *       "expiresIn": 600,
                     *       "refreshToken": "AZpPPnwafT6bHy9vbQyKEW3y0XcXn1l1t0aTQ2dVb9sGm6mJm3lWc0zYw8mB5t2XkQ4rN7uPpE1hJ6sVtLxA9g",
                     *       "csrfToken": null,
                     *       "user": {
                     *         "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *         "state": "active",
                     *         "email": "ada@example.com",
                     *         "emailVerified": true,
                     *         "name": "Ada",
                     *         "surname": "Lovelace",
                     *         "phone": "+33612345678",
                     *         "phoneVerified": false,
                     *         "hobbies": [
                     *           "mathematics"
                     *         ],
                     *         "birthDate": "1990-12-10",
                     *         "locale": "fr",
                     *         "createdAt": "2026-11-21T09:00:00.000Z",
                     *         "activatedAt": "2026-11-21T09:00:42.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["StartedSession"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrCredentialsAmbiguousOrRequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["CredentialsInvalid"];
            403: components["responses"]["ActivationRequiredOrAccountSuspendedOrOriginNotAllowed"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["IdempotencyKeyUsedOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session’s `csrfToken`, where the refresh token is in the cookie */
                "X-CSRF-Token"?: string;
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refreshToken": "AZpPPnwafT6bHy9vbQyKEW3y0XcXn1l1t0aTQ2dVb9sGm6mJm3lWc0zYw8mB5t2XkQ4rN7uPpE1hJ6sVtLxA9g"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshSessionRequest"];
            };
        };
        responses: {
            /** @description The session goes on */
            200: {
                headers: {
                    /** @description With `cookie`: the next refresh token */
                    "Set-Cookie"?: string | string[];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessToken": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjIwMjYtMTEifQ.eyJzdWIiOiIwMTlhNGYzZSJ9.c2lnbmF0dXJl",
                     *       "tokenType": "Bearer",
                     *       "expiresIn": 600,
                     *       "refreshToken": "AZpPPnwafT6bHy9vbQyKEW3y0XcXn1l1t0aTQ2dVb9sGm6mJm3lWc0zYw8mB5t2XkQ4rN7uPpE1hJ6sVtLxA9g",
                     *       "csrfToken": null
                     *     }
                     */
                    "application/json": components["schemas"]["IssuedTokens"];
                };
            };
            400: components["responses"]["CredentialsAmbiguousOrRequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["RefreshTokenInvalid"];
            403: components["responses"]["AccountSuspendedOrCsrfTokenInvalidOrOriginNotAllowed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that the request is for */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The session’s id, or `current` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session is over */
            204: {
                headers: {
                    /** @description Clears the session’s cookie, if the request carried it */
                    "Set-Cookie"?: string | string[];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            404: components["responses"]["SessionUnknown"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getPublicKeys: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every key that a valid token may be signed with */
            200: {
                headers: {
                    /** @description How long the keys may be kept: five minutes */
                    "Cache-Control": string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "OKP",
                     *           "crv": "Ed25519",
                     *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                     *           "kid": "2026-11",
                     *           "alg": "EdDSA",
                     *           "use": "sig"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PublicKeys"];
                };
            };
            400: components["responses"]["RequestMalformed"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    readEvents: {
        parameters: {
            query?: {
                /** @description `nextAfter` of the page before: what comes after it is meant. Absent: from the beginning. `latest`: what comes from now on */
                after?: string;
                /** @description Types to read, with commas between them. Absent: all */
                types?: string;
                /** @description Maximum number of events per page; 100 by default */
                limit?: number;
                /** @description Seconds to wait for events if there are none; 0 by default. Streams always wait */
                wait?: number;
            };
            header?: {
                /** @description The id of the last event of a stream that broke off */
                "Last-Event-ID"?: string;
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events, or the stream */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "events": [
                     *         {
                     *           "specversion": "1.0",
                     *           "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *           "source": "/applications/default",
                     *           "type": "user.activated.v1",
                     *           "subject": "019a4f3e-1111-7d3e-9b1f-2f6f6d0c8a11",
                     *           "time": "2026-11-21T09:00:42.000Z",
                     *           "datacontenttype": "application/json",
                     *           "data": {
                     *             "userId": "019a4f3e-1111-7d3e-9b1f-2f6f6d0c8a11",
                     *             "email": "ada@example.com",
                     *             "locale": "en"
                     *           }
                     *         }
                     *       ],
                     *       "nextAfter": "1-7391-42",
                     *       "more": false
                     *     }
                     */
                    "application/json": components["schemas"]["EventPage"];
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhooks": [
                     *         {
                     *           "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a12",
                     *           "url": "https://shop.example/hooks/accounts",
                     *           "types": [
                     *             "user.activated.v1",
                     *             "user.erased.v1"
                     *           ],
                     *           "description": null,
                     *           "state": "enabled",
                     *           "disabledReason": null,
                     *           "disabledAt": null,
                     *           "failingSince": null,
                     *           "previousSecretUntil": null,
                     *           "createdAt": "2026-11-21T09:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://shop.example/hooks/accounts",
                 *       "types": [
                 *         "user.activated.v1",
                 *         "user.erased.v1"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CreateWebhookRequest"];
            };
        };
        responses: {
            /** @description The webhook, and its secret this once */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a12",
                     *       "url": "https://shop.example/hooks/accounts",
                     *       "types": [
                     *         "user.activated.v1",
                     *         "user.erased.v1"
                     *       ],
                     *       "description": null,
                     *       "state": "enabled",
                     *       "disabledReason": null,
                     *       "disabledAt": null,
                     *       "failingSince": null,
                     *       "previousSecretUntil": null,
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "secret": "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrRequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            409: components["responses"]["IdempotencyInFlightOrTooManyWebhooks"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["IdempotencyKeyUsedOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The webhook’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["WebhookUnknown"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The webhook’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": true
                 *     }
                 */
                "application/json": components["schemas"]["ChangeWebhookRequest"];
            };
        };
        responses: {
            /** @description As it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a12",
                     *       "url": "https://shop.example/hooks/accounts",
                     *       "types": [
                     *         "user.activated.v1",
                     *         "user.erased.v1"
                     *       ],
                     *       "description": null,
                     *       "state": "enabled",
                     *       "disabledReason": null,
                     *       "disabledAt": null,
                     *       "failingSince": null,
                     *       "previousSecretUntil": null,
                     *       "createdAt": "2026-11-21T09:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["WebhookUnknown"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The webhook’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "overlapSeconds": 3600
                 *     }
                 */
                "application/json": components["schemas"]["RotateWebhookSecretRequest"];
            };
        };
        responses: {
            /** @description The new secret, shown this once */
            201: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a12",
                     *       "url": "https://shop.example/hooks/accounts",
                     *       "types": [
                     *         "user.activated.v1",
                     *         "user.erased.v1"
                     *       ],
                     *       "description": null,
                     *       "state": "enabled",
                     *       "disabledReason": null,
                     *       "disabledAt": null,
                     *       "failingSince": null,
                     *       "previousSecretUntil": null,
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "secret": "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrRequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["WebhookUnknown"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["IdempotencyKeyUsedOrFieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    pingWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Made by the caller, hard to guess, a new one for each request that is meant: a UUID, say. Sent again within 24 hours with the same request, it brings the same answer, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The webhook’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event is on its way */
            202: {
                headers: {
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "deliveryId": "5a0c7d0e-6c1b-5b53-9d6f-0f5c8f2f7a10"
                     *     }
                     */
                    "application/json": components["schemas"]["Ping"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrRequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["WebhookUnknown"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyKeyUsedOrFieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description Only those in this state; all by default */
                state?: "pending" | "delivered" | "failed";
                /** @description `nextAfter` of the page before */
                after?: string;
                /** @description Maximum number of entries per page; 50 by default */
                limit?: number;
            };
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The webhook’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "deliveries": [
                     *         {
                     *           "id": "5a0c7d0e-6c1b-5b53-9d6f-0f5c8f2f7a10",
                     *           "eventId": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *           "type": "user.activated.v1",
                     *           "state": "pending",
                     *           "attempts": 1,
                     *           "answers": [
                     *             {
                     *               "at": "2026-11-21T09:00:42.200Z",
                     *               "status": 503,
                     *               "fault": null,
                     *               "milliseconds": 31
                     *             }
                     *           ],
                     *           "createdAt": "2026-11-21T09:00:42.100Z",
                     *           "nextAttemptAt": "2026-11-21T09:00:46.400Z",
                     *           "endedAt": null,
                     *           "failure": null
                     *         }
                     *       ],
                     *       "nextAfter": null
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["WebhookUnknown"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The webhook’s id */
                id: string;
                /** @description The delivery’s id */
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["WebhookUnknownOrDeliveryUnknown"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    replayWebhookDeliveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application that is administered: the caller’s own by default. Others are open only to administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The webhook’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": "2026-11-21T00:00:00Z",
                 *       "to": "2026-11-22T00:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["ReplayWebhookDeliveriesRequest"];
            };
        };
        responses: {
            /** @description They are on their way */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "replayed": 42,
                     *       "nextAfter": null
                     *     }
                     */
                    "application/json": components["schemas"]["Replay"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["WebhookUnknown"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "live"
                     *     }
                     */
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            400: components["responses"]["RequestMalformed"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The database answers, all migrations are applied, and the instance is not shutting down */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready",
                     *       "database": "up",
                     *       "migrations": "applied",
                     *       "server": "serving"
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            400: components["responses"]["RequestMalformed"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            /** @description Not now; the body says what is missing */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "not-ready",
                     *       "database": "down",
                     *       "migrations": "unknown",
                     *       "server": "serving"
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            default: components["responses"]["OtherProblem"];
        };
    };
}
