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
         * List the application’s mail templates
         * @description Every mail in every language, and whether the application has its own text for it. Needs the scope `applications:read`.
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
         * Read one mail template in one language
         * @description Needs the scope `applications:read`.
         */
        get: operations["getTemplate"];
        /**
         * Save the application’s own text for a mail
         * @description A subject, a text part and an HTML part, which may contain the mail’s placeholders and no other template syntax. In HTML, placeholders are visible text, or a whole attribute: `href="{{link}}"` (also `terms` and `privacy`), `href="mailto:{{support}}"`, `src="{{logo}}"`, `bgcolor="{{accent}}"`, and `{{accent}}` anywhere in `style="…"`. What the application has not set is empty, and images without a logo are left out. It takes effect within 30 s. Needs the scope `applications:write`.
         */
        put: operations["saveTemplate"];
        post?: never;
        /**
         * Go back to the built-in text
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
         * Preview a mail with sample data
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
         * @description Sends to the address of the signed-in person only. With a body: that draft, which is not saved. Without one: the current template. The response says whether the mail provider accepted it. Needs the scope `applications:write`.
         */
        post: operations["sendTestMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{name}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report what became of messages
         * @description For webhooks of the configured providers, in the form and with the signature of each; at most 1 MiB. Requests may be repeated and come in any order. Events that do not concern a message of this service are accepted and ignored.
         */
        post: operations["receiveProviderEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the recipients that nothing is sent to
         * @description Newest first: after a hard bounce or a spam complaint. Addresses are stored as keyed hashes only. Needs the scope `messages:read`.
         */
        get: operations["listSuppressions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/suppressions/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find out whether anything is sent to a recipient
         * @description One suppression or none. The recipient is in the body, because proxies log URLs. Needs the scope `messages:read`.
         */
        post: operations["lookUpSuppression"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/suppressions/{id}": {
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
         * Send to a recipient again
         * @description Until the next hard bounce or complaint. The provider may have a suppression list of its own. Needs the scope `messages:write`.
         */
        delete: operations["removeSuppression"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/statistics/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count waiting messages and dead letters
         * @description Contains no personal data. Needs the scope `statistics:read`.
         */
        get: operations["readMessageBacklog"];
        put?: never;
        post?: never;
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
         * List the application’s mails and text messages
         * @description Newest first, each with its attempts and the provider’s answers. Needs the scope `messages:read`.
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
         * @description Messages for the account with this address and for its unverified registrations. The address is in the body, because proxies log URLs. Needs the scope `messages:read`.
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
         * @description It gets the same deadline as a new message. Its code becomes valid when it is sent. A code that is no longer needed is not sent: the message then fails with `code-over` or `code-unknown`. Needs the scope `messages:retry`.
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
         * @description It is not sent and is no longer a dead letter. It remains a failed message. Needs the scope `messages:write`.
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
         * @description Processes the newest matching messages, up to `limit`; repeat while `more` is true. Without a body all dead letters match. Needs the scope `messages:write`.
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
         * @description Processes the newest matching messages, up to `limit`; repeat while `more` is true. Without a body all dead letters match. Needs the scope `messages:write`.
         */
        post: operations["dropMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the providers of mails and text messages
         * @description In order of preference, with whether messages currently go to each, and how many it accepted and refused within the last 15 minutes: those of the application, or of all applications for administrators of the deployment. `routes` has the providers that the application’s own messages go to. Needs the scope `messages:read`.
         */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/statistics/sms/spend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what SMS cost, as estimated
         * @description By application and day of acceptance, at the prices of `SMS_PRICES` at that time. Without that setting there is nothing to read. Contains no personal data. Needs the scope `statistics:read`.
         */
        get: operations["readSmsSpend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/appearance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the application looks
         * @description For pages and components: needs no sign-in, may be cached, and can be read from any origin. The application is named by the header, or by the parameter `application`.
         */
        get: operations["readAppearance"];
        put?: never;
        post?: never;
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
         * List the applications that the caller may see
         * @description Ordered by slug: all applications for people with a role in `default`, otherwise only the caller’s own. Needs the scope `applications:read`.
         */
        get: operations["listApplications"];
        put?: never;
        /**
         * Create an application
         * @description Only for administrators of the application `default`; keys and everyone else get 404. Needs the scope `applications:write`.
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
         * @description Absent fields are unchanged, null restores the default (RFC 7396), also within `policy` and `grants`. Values that exceed the `grants` get 403 `grant-exceeded`, and each entry of `errors` names the grant. Only administrators of `default` can change grants, and settings that they make are granted automatically. Changes take effect in every process within two seconds; browsers cache preflight responses for at most ten minutes. Needs the scope `applications:write`.
         */
        patch: operations["changeApplication"];
        trace?: never;
    };
    "/v1/admin/applications/{slug}/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the logo of an application
         * @description The body is the image: PNG or WebP of 16 to 2,048 pixels, not animated, or SVG; at most 200 KiB. Its bytes say which, not `Content-Type`. Of an SVG, only shapes, gradients and text are kept; what was removed is in the response. Pages and mails show the new logo within two seconds. Mails show PNG logos only, because many mail programs show no others. Needs the scope `applications:write`.
         */
        put: operations["setLogo"];
        post?: never;
        /**
         * Remove the logo of an application
         * @description Needs the scope `applications:write`.
         */
        delete: operations["removeLogo"];
        options?: never;
        head?: never;
        patch?: never;
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
         * List the application’s keys
         * @description Newest first, at most 200, including expired and revoked ones. Needs the scope `keys:read`.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Create a secret key
         * @description A product’s backend uses it to call the administrative routes of its own application. By default it has all scopes except `keys:write`. A key created with another key cannot have scopes that the other lacks, expires no later and is revoked with it. An application has at most 20 valid keys, not counting those in the overlap of a rotation. Needs the scope `keys:write`.
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
         * @description Creates a key with the same name and scopes. A key can only replace keys whose scopes it has. The old key stays valid for 24 hours, or for `overlapSeconds`, so that its users can switch. Needs the scope `keys:write`.
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
         * @description The key, and every key created with it or with one of those, stops working at once. Revoking it again changes nothing. Needs the scope `keys:write`.
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
         * Read the audit log
         * @description Every privileged action in the application, oldest first by default: who did what, to whom, when and from where. With `Accept: application/x-ndjson` the whole log, or everything after a position, as a stream with one entry per line. With `applications=all` it covers the whole deployment, for administrators of `default`. Continue from the last position to miss nothing. Needs the scope `audit:read`.
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
         * Search people
         * @description By part of the address, a name or the phone; newest first. Case and accents are ignored. The search text is in the body, because proxies log URLs. Needs the scope `users:read`.
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
         * List the application’s people
         * @description Newest first, filtered by state and time of sign-up. Needs the scope `users:read`.
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
         * Look up people by email address
         * @description The account with this address and its unverified registrations, at most 50. The address is in the body, because proxies log URLs. Needs the scope `users:read`.
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
         * Read one of the application’s people
         * @description Needs the scope `users:read`.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Erase a person permanently
         * @description Works in every state of the account. Only its id and times are left. A repeated call changes nothing. Needs the scope `users:write`.
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
         * Read an account’s timeline
         * @description Its events, latest first, with the messages they caused. Needs the scope `users:read`.
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
    "/v1/admin/users/{id}/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an account’s codes
         * @description The latest first, with the state of each. Digits are never stored or shown. Needs the scope `users:read`.
         */
        get: operations["listCodesOfUser"];
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
         * @description Sign-in is refused until it is resumed, and its sessions end. A repeated call changes nothing. Needs the scope `users:write`.
         */
        put: operations["suspendUser"];
        post?: never;
        /**
         * Resume a suspended account
         * @description The person can sign in again with the same password; ended sessions stay ended. Needs the scope `users:write`.
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
         * @description For pending registrations, within the limits on messages to the address. Needs the scope `codes:send`.
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
         * Read sign-up conversion
         * @description By application and day of the sign-up: how many got their mail, activated, or expired without activation, and the median time to activate. It contains no personal data, and erasures do not change it. Needs the scope `statistics:read`.
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
    "/v1/admin/statistics/activation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read activation rates by provider, mail domain or phone country
         * @description How many of those who signed up in the last weeks activated. Groups of fewer than 10 people in a week are among `others`, so no count is about a person. Needs the scope `statistics:read`.
         */
        get: operations["readActivationRates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List feedback
         * @description What people of the application answered after their activation, latest first. Needs the scope `users:read`.
         */
        get: operations["listFeedback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/statistics/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read average feedback by week
         * @description Numbers alone. The feedback of people who are erased later no longer counts. Needs the scope `statistics:read`.
         */
        get: operations["readFeedbackByWeek"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sms/stops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the ranges and countries that get no SMS
         * @description A range of numbers is stopped for an hour when it has got `policy.sms.perRangeAndHour` messages, and ranges and countries are stopped for `stopSeconds` when the codes of less than `leastProvenPercent` of the phone numbers that requested one were entered. People there get the same answer as above any other limit. The audit log has each stop as `sms.stopped`. Needs the scope `messages:read`.
         */
        get: operations["listSmsStops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sms/stops/{id}": {
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
         * Send SMS to a range or country again
         * @description What was counted before no longer counts. The limits still apply: a range that goes on as before is stopped again. Needs the scope `messages:write`.
         */
        delete: operations["liftSmsStop"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/statistics/sms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how many phone numbers requested and entered SMS codes
         * @description Within the last 24 hours, by country and for the 50 ranges with most requests. A range is a number without its last four digits. Needs the scope `statistics:read`.
         */
        get: operations["readSmsTraffic"];
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
         * Import users from another system
         * @description A stream of any length with one user per line; lines of at most 64 KiB. The response is a stream too, with a line for each non-blank line: `imported` with the id of the account; `repeated` if an earlier run with the same `importId` imported it; or `refused` with `code` and `detail`, which does not affect other lines. Existing accounts are never changed. The last line has the outcome `finished`: without it the import was interrupted; send the same lines again with the same `importId`. Passwords keep working: hashes from Django, bcrypt, scrypt, argon2 and PBKDF2 are verified as they are, and replaced when their owners sign in. Needs the scope `users:import`.
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
         * Export everyone in the application
         * @description A stream with one account or registration per line, ordered by id; people who sign up meanwhile may be missing. It contains no passwords or hashes, and is recorded in the audit log. A truncated stream is incomplete: a complete one ends as HTTP specifies. Needs the scope `users:export`.
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
    "/v1/sign-up-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What sign-up asks for
         * @description What a form must know of the application before it is refused: the fields that it asks for (`policy.profile`, `policy.requirePhone`), the terms to agree to (`policy.termsVersion`), the length of passwords and codes, and how long to wait before another message. The web components read it.
         */
        get: operations["getSignUpRules"];
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
         * @description Creates a pending registration and sends an activation code by mail. The response does not wait for the mail and does not reveal whether the address is known, unless the application allows that (`revealExistingAccounts`). `policy.profile` of the application can require or refuse fields (`field-required`, `field-not-accepted`). If it asks people to agree to its terms (`policy.termsVersion`), `acceptedTerms` must be their current version (`field-required`, `terms-changed`). If the application requires a verified phone as well, `phone` is required (422 `field-required` at `/phone`) and must have a country and a type that it sends messages to (`phone-country-refused`, `phone-type-refused`); a code is sent by SMS, described in `activation.phone`.
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
         * @description JSON, or with `Accept: text/event-stream` a live stream of `status` events that ends when no more news is expected: when every message has failed, or has been sent and the provider has reported the result or reports nothing, or its code has expired, or two minutes after it was sent. The sign-up’s `statusUrl` points here, for every application. At most four streams per registration and thirty per network (429).
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
         * @description Takes the password with HTTP Basic (email:password, UTF-8) and the code from the mailbox. By default the code is valid for one minute after the mail provider accepts the message. If the application requires a verified phone as well, the account is active after both codes, in any order: until then the profile is `pending`, and `missing` lists what must still be verified.
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
         * @description Answers 202 whether or not the address is known. Earlier codes stay valid until they expire. At most one message in 30 seconds, 5 an hour and 10 a day to one address: beyond that, 429 with `Retry-After` for every address alike.
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
         * Verify a registration’s phone with the code from the SMS
         * @description For applications that require a verified phone as well as a mailbox. Takes the password with HTTP Basic (email:password, UTF-8) and the code from the SMS, which has 6 digits, is valid for five minutes and allows three tries. The account is active after both codes, in any order.
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
         * Send another SMS code to the phone of a registration
         * @description Takes the password with HTTP Basic (email:password, UTF-8) and no body. Earlier codes stay valid until they expire. At most one message in 30 seconds, 5 an hour and 10 a day to one number; once the address is verified, 2 an hour and 3 a day more.
         */
        post: operations["resendPhoneActivationCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say how easy activation was
         * @description Needs no sign-in: `token` is the `feedbackToken` from the response to the activation. It works once, for one hour, and only in applications that ask for feedback (`policy.askFeedback`). Cookies are ignored, so other sites cannot answer for anyone. Tokens that do not work count as failures of the network, as wrong codes do.
         */
        post: operations["giveFeedback"];
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
        /** Read the signed-in person’s profile */
        get: operations["getMyProfile"];
        put?: never;
        post?: never;
        /**
         * Erase the account
         * @description Requires the address and the password with HTTP Basic (email:password, UTF-8), signed in or not: an access token is not enough. For scripts of pages, a 401 has the challenge `X-Basic`, so that the browser shows no login dialog. When it answers, the person’s data is deleted, all sessions have ended, and the address is free. If no account has this password, pending registrations of the address with this password are erased. This cannot be undone.
         */
        delete: operations["eraseMyAccount"];
        options?: never;
        head?: never;
        /**
         * Change the profile
         * @description Merges the fields into the profile (RFC 7396): absent fields are unchanged, null clears a field, lists are replaced. A changed phone number is no longer verified. The address has its own route.
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
         * Export the signed-in person’s data
         * @description Everything that the service stores about the person, as it is stored, latest first. It leaves out secrets of the service, such as hashes, and data about others, such as the network that a wrong password came from.
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
         * @description Requires the current password; wrong ones count as at sign-in. All other sessions of the account end; the current one continues.
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
         * Request a change of address
         * @description Sends a code of 6 digits, valid for five minutes, to the new address; the account keeps its address until the code is entered. The current address is notified at once. If only case or script differs, such as `Ada@` for `ada@`, the mailbox is the same: the change takes effect at once with 200, and no code is sent. Otherwise the answer is 202, whether or not the address is taken. A code for another address voids earlier ones, and so does a new password. At most one message in 30 seconds, 5 an hour and 10 a day to one address; each account has a reserve of 2 an hour and 3 a day.
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
         * @description The account gets the new address; sessions and password stay. The former address gets a link that can undo the change for 72 hours. Each code allows three tries.
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
         * @description With the link sent to the former address: it works once, for 72 hours, regardless of later changes. The account gets its former address back, all sessions end, and the password no longer works: a password reset must follow.
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
         * Request a password reset
         * @description Answers 202 whether or not the address is known. If it has an active account, a code of 8 digits is sent, valid for ten minutes. At most one reset in 30 seconds, regardless of other mails, and with all other messages 5 an hour and 10 a day to one address.
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
         * Set a new password with the code from the mail
         * @description All sessions of the account end, and its owner is notified by mail. An address without an active account is answered as if the code were wrong. Each code allows three tries; wrong ones count and cause delays like wrong passwords at sign-in.
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
         * @description Sends it to the profile’s phone, or to the number in the body, which becomes the profile’s phone when its code is entered; until then nothing changes. The code has 6 digits and is valid for five minutes. A code for another number voids earlier ones. At most one message in 30 seconds, 5 an hour and 10 a day to one number; each account has a reserve of 2 an hour and 3 a day. Only countries and types of numbers that the application allows: mobile numbers by default.
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
         * @description The number that the code was sent to becomes the profile’s verified phone. Each code allows three tries.
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
         * List the people with a role in the application
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
         * @description The account must be active. `support` can read, `admin` can make changes; in the application `default` a role applies to every application. The person’s access tokens contain the role from the next refresh on. Keys cannot grant roles. Needs the scope `roles:write`.
         */
        put: operations["grantRole"];
        post?: never;
        /**
         * Take a role
         * @description Also ends the person’s sessions, so that no access token keeps the role. Needs the scope `roles:write`.
         */
        delete: operations["revokeRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a person’s sessions
         * @description Active sessions, most recently used first. Needs the scope `users:read`.
         */
        get: operations["listSessionsOfUser"];
        put?: never;
        post?: never;
        /**
         * Sign a person out everywhere
         * @description The person can sign in again with the same password. A repeated call changes nothing. Needs the scope `users:write`.
         */
        delete: operations["endSessionsOfUser"];
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
         * List the signed-in person’s sessions
         * @description Active sessions, most recently used first. An account has at most 100.
         */
        get: operations["listSessions"];
        put?: never;
        /**
         * Sign in
         * @description Takes the address and the password with HTTP Basic (email:password, UTF-8) or as JSON. For scripts of pages, a 401 has the challenge `X-Basic`, so that the browser shows no login dialog. With `cookie: true` (which can be combined with Basic) the refresh token is set in the cookie `__Host-gatehouse-refresh` instead of the body, for pages on the application’s origins on the same site; such a page sends JSON credentials and `credentials: "include"`.
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
         * @description Returns a new access token and the next refresh token; the token sent can no longer be used. If the response is lost, it can be sent again within a minute and returns the same successor, as long as that one is unused. After that, reusing it ends the session, because someone else may have a copy. With `cookie: true` the token is read from the cookie; the page’s origin must be one of the application’s, and `X-CSRF-Token` is required.
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
         * @description Ends one of the signed-in person’s sessions, or the current one with `current` instead of the id. Its refresh token and access tokens become invalid. If the request has the session’s cookie, the response clears it.
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
         * @description A JWK Set (RFC 7517) for other services to verify access tokens: EdDSA, `typ` at+jwt, `iss` this service, `aud` the application’s slug.
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
         * Read events from a cursor
         * @description The application’s events, oldest first, as CloudEvents 1.0; /asyncapi.json documents each type. For a replay, read from the beginning; store `nextAfter` after processing each page, and you miss no event. With `wait` the response waits for new events. With `Accept: text/event-stream` it is an endless stream whose event ids are cursors; `Last-Event-ID` overrides `after`. Events are delivered at least once: deduplicate them by id. Events of archived months are no longer here: a cursor before them gets 410. An application can have at most 50 waiting connections per process. Needs the scope `events:read`.
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
         * List the application’s webhooks
         * @description Needs the scope `webhooks:read`.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
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
         * @description Nothing more is sent, including waiting deliveries. Needs the scope `webhooks:write`.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change, enable or disable a webhook
         * @description Absent fields are unchanged (RFC 7396). Events while it is disabled are recorded as failed deliveries and can be replayed. Needs the scope `webhooks:write`.
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
         * @description For 24 hours, or for `overlapSeconds`, deliveries are also signed with the previous secret. Needs the scope `webhooks:write`.
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
         * @description Sends an event of type `webhook.pinged.v1`, regardless of the webhook’s event types, even while it is disabled. Needs the scope `webhooks:write`.
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
         * List the deliveries to a webhook
         * @description Newest first. Deliveries are stored for 30 days. Needs the scope `webhooks:read`.
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
         * Redeliver an event
         * @description Whatever its state; if it waits for its next attempt, it is sent at once. Needs the scope `webhooks:write`.
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
         * Replay the events of a period
         * @description Failed deliveries, or with `delivered` all of them; at most 500, oldest first. Continue with `nextAfter`. Needs the scope `webhooks:write`.
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
        /** Check that the process is alive */
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
        /** Check that the process can take traffic */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/diagnostics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the state of the deployment
         * @description What `gatehouse doctor` finds with the settings of the API process that answers, at most two minutes old while somebody asks, with the version and password hashes of that process. The answer never waits for an examination. Only for administrators of the application `default`; administrators and keys of others get 404. Needs the scope `applications:write`.
         */
        get: operations["readDiagnostics"];
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
        /** @description An accent color, and the color of text on it */
        AccentColor: {
            /** @description #rrggbb */
            accent: string;
            /** @description #rrggbb */
            onAccent: string;
        };
        /** @description The accent color as it can be read on light and on dark pages */
        AccentColors: {
            light: components["schemas"]["AccentColor"];
            dark: components["schemas"]["AccentColor"];
        };
        /** @description The terms that the person agreed to */
        AcceptedTerms: {
            /** @description As the application names it */
            version: string;
            /** Format: date-time */
            acceptedAt: string;
        };
        /** @description The account, including everything that its profile does not show, except the password’s hash */
        AccountRecord: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "pending" | "active" | "suspended";
            /** @description As the person typed it: the domain may contain non-ASCII letters */
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
            /** @description Null if the application did not ask for it */
            acceptedTerms: components["schemas"]["AcceptedTerms"] | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            activatedAt: string | null;
            /** @description The address in canonical form */
            canonicalEmail: string;
            /** Format: date-time */
            emailVerifiedAt: string | null;
            /** Format: date-time */
            phoneVerifiedAt: string | null;
            /** Format: date-time */
            suspendedAt: string | null;
            /** @description The reason given by the person who suspended the account */
            suspensionReason: string | null;
            /** @description One more than the number of times that all earlier sessions were ended, such as by a new password */
            credentialsVersion: number;
            /**
             * Format: uuid
             * @description The session that was kept at the last of these
             */
            keptSession: string | null;
            /** @description The network that activated the account: its message reserve is for requests from there */
            activatedNetwork: string | null;
        };
        ActivateUserRequest: {
            /** @description The digits from the mail, as text: leading zeros count. Digits of any script are accepted, and spaces and hyphens between them */
            code: string;
        };
        /** @description Several people, and how many of them activated */
        ActivationCounts: {
            people: number;
            /** @description How many of their first mails arrived, as far as providers report it; 0 for `phone-country` */
            delivered: number;
            /** @description How many of their first mails bounced, likewise */
            bounced: number;
            /** @description Of `phone-country`: how many verified their phone */
            activated: number;
        };
        /** @description People with one thing in common */
        ActivationGroup: {
            people: number;
            /** @description How many of their first mails arrived, as far as providers report it; 0 for `phone-country` */
            delivered: number;
            /** @description How many of their first mails bounced, likewise */
            bounced: number;
            /** @description Of `phone-country`: how many verified their phone */
            activated: number;
            /** @description A provider as the settings name it, a mail domain, or the ISO 3166 alpha-2 code of a country */
            name: string;
        };
        /** @description The activation code */
        ActivationNotice: {
            /** @description Number of digits: by default 4, depending on the application’s policy and on earlier wrong tries */
            codeLength: number;
            /** @description Lifetime in seconds after the mail provider accepts the message */
            lifeSeconds: number;
            /** @enum {string} */
            delivery: "queued";
            /** @description Where the application wants the phone proven as well: another code goes there */
            phone: components["schemas"]["PhoneActivationNotice"] | null;
            /** @description Where the messages can be followed, as JSON or with `EventSource`: a reference to resolve against the address of this API, complete in itself */
            statusUrl: string;
        };
        /** @description The profile after the verification: active, or pending while something is missing */
        ActivationProgress: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "pending" | "active" | "suspended";
            /** @description As the person typed it: the domain may contain non-ASCII letters */
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
            /** @description Null if the application did not ask for it */
            acceptedTerms: components["schemas"]["AcceptedTerms"] | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            activatedAt: string | null;
            /** @description What must still be verified; empty once the account is active */
            missing: ("email" | "phone")[];
            /** @description Once the account is active, if the application asks for feedback: pass it to `POST /v1/feedback` within one hour. Otherwise null */
            feedbackToken: string | null;
        };
        /** @description Activations by group. Counts lag by a few seconds */
        ActivationRates: {
            /** @enum {string} */
            by: "provider" | "mail-domain" | "phone-country";
            /**
             * Format: date
             * @description The Monday of the first week, in UTC. People count in the week of their sign-up, or of their first text message
             */
            from: string;
            /** @description Largest first, at most 20 */
            groups: components["schemas"]["ActivationGroup"][];
            /** @description Everyone else: groups of fewer than 10 people in a week are not named, nor are those beyond the largest 20, and people of whom it is not known */
            others: components["schemas"]["ActivationCounts"];
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
             * @description When the code expires; known once it is sent
             */
            expiresAt: string | null;
            /** @description Null if the provider reports nothing */
            message: components["schemas"]["ReportedMessage"] | null;
            /** @description The latest SMS, if the registration must verify its phone as well */
            phone: components["schemas"]["PhoneActivationStatus"] | null;
            /**
             * Format: date-time
             * @description The server’s current time, for a countdown that does not rely on the browser’s clock
             */
            serverTime: string;
        };
        /** @description A message as administrators see it. Neither its text nor the address is stored with it */
        AdministeredMessage: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            channel: "mail" | "sms";
            /** @description The kind of message; null until it is rendered */
            template: string | null;
            /**
             * @description `sent`: accepted by the provider. The states from `deferred` on are what the provider reported later
             * @enum {string}
             */
            state: "queued" | "sending" | "sent" | "failed" | "deferred" | "delivered" | "unsubscribed" | "bounced" | "complained";
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description The earliest time to send or retry it
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
            /**
             * Format: date-time
             * @description When the recipient’s server put it off, as the provider reported
             */
            deferredAt: string | null;
            /**
             * Format: date-time
             * @description When the recipient’s server or phone accepted it
             */
            deliveredAt: string | null;
            /**
             * Format: date-time
             * @description When it bounced
             */
            bouncedAt: string | null;
            /**
             * @description `hard`: nothing more is sent to this recipient. `soft`: the next message may arrive
             * @enum {string|null}
             */
            bounce: "hard" | "soft" | null;
            /**
             * @description Null if the provider did not report it
             * @enum {string|null}
             */
            bounceReason: "mailbox-unavailable" | "mailbox-full" | "rejected" | null;
            /**
             * Format: date-time
             * @description When the recipient marked it as spam
             */
            complainedAt: string | null;
            /**
             * Format: date-time
             * @description When the recipient asked the provider to send nothing more
             */
            unsubscribedAt: string | null;
            /** @description The provider that was called last, or that accepted it */
            provider: string | null;
            /** @description The provider’s id of the message */
            providerMessageId: string | null;
            /** @description The provider’s last refusal, in brief */
            lastAnswer: string | null;
            /**
             * Format: uuid
             * @description The id of its code, if any
             */
            codeId: string | null;
            /**
             * Format: uuid
             * @description The id of its notice, if it is one
             */
            noticeId: string | null;
            /**
             * Format: uuid
             * @description The user the message is for; null if none
             */
            userId: string | null;
            /** @description The recipient’s address or phone; null once its code or notice has been deleted */
            recipient: string | null;
            /** @description Whether it failed although someone is waiting for it, and nobody has retried or dropped it yet */
            deadLetter: boolean;
            /** @description How often it was retried after failing */
            retries: number;
            /**
             * Format: date-time
             * @description When someone dropped it
             */
            droppedAt: string | null;
            /** @description The provider’s answers, oldest first; at most the latest 50 */
            answers: components["schemas"]["MessageAnswer"][];
        };
        /** @description The API process that answered: others have figures of their own */
        AnsweringProcess: {
            /** @description Of Gatehouse */
            version: string;
            /** @description Of Node */
            nodeVersion: string;
            /** Format: date-time */
            startedAt: string;
            hashing: components["schemas"]["Hashing"];
        };
        /** @description How an application appears to people. Contains nothing that is not public */
        Appearance: {
            /** @description Slug of the application */
            application: string;
            /** @description The name that people see */
            name: string;
            /** @description #rrggbb, as it was set */
            accentColor: string;
            accentColors: components["schemas"]["AccentColors"];
            /** @description In CSS pixels */
            cornerRadius: number;
            /** @enum {string} */
            colorScheme: "auto" | "light" | "dark";
            logo: components["schemas"]["ApplicationLogo"] | null;
            termsUrl: string | null;
            privacyUrl: string | null;
            supportEmail: string | null;
        };
        /** @description A frontend or product whose users register here */
        Application: {
            /** @description Identifies it in the header `Gatehouse-Application` and cannot be changed */
            slug: string;
            /** @description The name that users see */
            name: string;
            /** @description Default language: a BCP 47 tag */
            defaultLocale: string;
            /** @description Null: the sender from the service’s settings */
            sender: components["schemas"]["ApplicationSender"] | null;
            /** @description Where answers to its mails go; null: to the sender */
            replyTo: string | null;
            /** @description Exact origins that may call the API from browsers, such as `https://shop.example` */
            allowedOrigins: string[];
            /** @description Where the links in its mails lead to; null for the pages of this service */
            linkBaseUrl: string | null;
            /** @description Exact URLs that hosted pages may link to after success */
            redirectTargets: string[];
            /**
             * @description `strict` meets NIST 800-63B-4 and ASVS: codes of 6 digits, passwords of 15 characters
             * @enum {string}
             */
            preset: "standard" | "strict";
            policy: components["schemas"]["ApplicationPolicy"];
            appearance: components["schemas"]["ApplicationAppearance"];
            /** @description Null: none has been uploaded */
            logo: components["schemas"]["ApplicationLogo"] | null;
            grants: components["schemas"]["ApplicationGrants"];
        };
        /** @description How pages, components and mails look. Absent or null fields use the defaults */
        ApplicationAppearance: {
            /** @description Of buttons and links, as #rrggbb; #1d4ed8 by default. White text on it must have a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3) */
            accentColor: string | null;
            /** @description In CSS pixels, 0 to 32; 10 by default */
            cornerRadius: number | null;
            /**
             * @description `auto` by default: as the person’s device has it
             * @enum {string|null}
             */
            colorScheme: "auto" | "light" | "dark" | null;
            /** @description Terms of use. Its origin must be granted (`linkOrigins`) */
            termsUrl: string | null;
            /** @description Privacy policy. Its origin must be granted (`linkOrigins`) */
            privacyUrl: string | null;
            /** @description Where people get help */
            supportEmail: string | null;
        };
        /** @description How pages, components and mails look. Absent or null fields use the defaults */
        ApplicationAppearanceInput: {
            /** @description Of buttons and links, as #rrggbb; #1d4ed8 by default. White text on it must have a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3) */
            accentColor?: string | null;
            /** @description In CSS pixels, 0 to 32; 10 by default */
            cornerRadius?: number | null;
            /**
             * @description `auto` by default: as the person’s device has it
             * @enum {string|null}
             */
            colorScheme?: "auto" | "light" | "dark" | null;
            /** @description Terms of use. Its origin must be granted (`linkOrigins`) */
            termsUrl?: string | null;
            /** @description Privacy policy. Its origin must be granted (`linkOrigins`) */
            privacyUrl?: string | null;
            /** @description Where people get help */
            supportEmail?: string | null;
        };
        /** @description What the application may configure itself, as granted by operators. Counts are maximums for its policy, times in seconds and percentages are minimums. Null restores the default: no own sender, links, redirects or providers, and the limits of the preset */
        ApplicationGrants: {
            /** @description Sender addresses that its mails may use, or domains such as `shop.example`; `*` allows any */
            senders: string[] | null;
            /** @description Origins that `linkBaseUrl` may use; `*` allows any */
            linkOrigins: string[] | null;
            /** @description Origins that `redirectTargets` may use; `*` allows any */
            redirectOrigins: string[] | null;
            codes: components["schemas"]["CodeCeilings"] | null;
            messages: components["schemas"]["MessageSettings"] | null;
            guessing: components["schemas"]["GuessingSettings"] | null;
            sms: components["schemas"]["SmsSettings"] | null;
            providers: components["schemas"]["ProviderGrants"] | null;
        };
        /** @description What the application may configure itself, as granted by operators. Counts are maximums for its policy, times in seconds and percentages are minimums. Null restores the default: no own sender, links, redirects or providers, and the limits of the preset */
        ApplicationGrantsInput: {
            /** @description Sender addresses that its mails may use, or domains such as `shop.example`; `*` allows any */
            senders?: string[] | null;
            /** @description Origins that `linkBaseUrl` may use; `*` allows any */
            linkOrigins?: string[] | null;
            /** @description Origins that `redirectTargets` may use; `*` allows any */
            redirectOrigins?: string[] | null;
            codes?: components["schemas"]["CodeCeilingsInput"] | null;
            messages?: components["schemas"]["MessageSettingsInput"] | null;
            guessing?: components["schemas"]["GuessingSettingsInput"] | null;
            sms?: components["schemas"]["SmsSettingsInput"] | null;
            providers?: components["schemas"]["ProviderGrantsInput"] | null;
        };
        /** @description A secret key of an application, without its secret */
        ApplicationKey: {
            /** Format: uuid */
            id: string;
            /** @description The name given when it was created */
            name: string;
            /** @description The last characters of the key */
            hint: string;
            /** @description Its scopes */
            scopes: ("applications:read" | "applications:write" | "keys:read" | "keys:write" | "users:read" | "users:write" | "messages:read" | "messages:write" | "codes:send" | "messages:retry" | "statistics:read" | "users:import" | "users:export" | "audit:read" | "events:read" | "webhooks:read" | "webhooks:write")[];
            /** @description The creator. A key created with another key is revoked together with it */
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
             * @description The key that replaced it
             */
            replacedBy: string | null;
            /**
             * Format: date-time
             * @description Accurate to about an hour
             */
            lastUsedAt: string | null;
        };
        /** @description An application’s keys, newest first */
        ApplicationKeyList: {
            keys: components["schemas"]["ApplicationKey"][];
        };
        /** @description A logo, as this service serves it */
        ApplicationLogo: {
            /** @description Path on this service. It changes with the image, and may be cached permanently */
            path: string;
            /** @enum {string} */
            type: "image/png" | "image/webp" | "image/svg+xml";
            /** @description Pixels; of an SVG, a width that fits its height */
            width: number;
            height: number;
        };
        /** @description Applications by slug */
        ApplicationPage: {
            applications: components["schemas"]["Application"][];
            /** @description For `after`, to get the next page; null on the last page */
            nextAfter: string | null;
        };
        /** @description Differences from the preset. Absent or null fields use the preset’s values */
        ApplicationPolicy: {
            /** @description Activation codes */
            code: components["schemas"]["CodeSettings"] | null;
            codes: components["schemas"]["ProofCodeSettings"] | null;
            password: components["schemas"]["PasswordSettings"] | null;
            messages: components["schemas"]["MessageSettings"] | null;
            guessing: components["schemas"]["GuessingSettings"] | null;
            sms: components["schemas"]["SmsSettings"] | null;
            providers: components["schemas"]["ProviderSettings"] | null;
            profile: components["schemas"]["ProfileSettings"] | null;
            /** @description Tell people at sign-up if an address is taken: this lets anyone find out who has an account */
            revealExistingAccounts: boolean | null;
            /** @description Accounts become active only after a phone is verified too */
            requirePhone: boolean | null;
            /** @description People must agree to the terms at sign-up: the version that they agree to, such as `2026-11`. Requires a link to the terms or to the privacy policy (`appearance`); null by default: they are not asked */
            termsVersion: string | null;
            /** @description Ask people once, after their activation, how easy it was; off by default */
            askFeedback: boolean | null;
        };
        /** @description Differences from the preset. Absent or null fields use the preset’s values */
        ApplicationPolicyInput: {
            /** @description Activation codes */
            code?: components["schemas"]["CodeSettingsInput"] | null;
            codes?: components["schemas"]["ProofCodeSettingsInput"] | null;
            password?: components["schemas"]["PasswordSettingsInput"] | null;
            messages?: components["schemas"]["MessageSettingsInput"] | null;
            guessing?: components["schemas"]["GuessingSettingsInput"] | null;
            sms?: components["schemas"]["SmsSettingsInput"] | null;
            providers?: components["schemas"]["ProviderSettingsInput"] | null;
            profile?: components["schemas"]["ProfileSettingsInput"] | null;
            /** @description Tell people at sign-up if an address is taken: this lets anyone find out who has an account */
            revealExistingAccounts?: boolean | null;
            /** @description Accounts become active only after a phone is verified too */
            requirePhone?: boolean | null;
            /** @description People must agree to the terms at sign-up: the version that they agree to, such as `2026-11`. Requires a link to the terms or to the privacy policy (`appearance`); null by default: they are not asked */
            termsVersion?: string | null;
            /** @description Ask people once, after their activation, how easy it was; off by default */
            askFeedback?: boolean | null;
        };
        /** @description Sender name of mails */
        ApplicationSender: {
            /** @description An address that the mail provider allows this service to send from */
            email: string;
            /** @description Null: the application’s name */
            name: string | null;
        };
        /** @description A privileged action */
        AuditEntry: {
            /** @description Increases with each entry */
            position: string;
            /** Format: date-time */
            at: string;
            /** @description Slug of the application in which it was done */
            application: string;
            /** @description Such as `key.revoked` */
            act: string;
            /** @description The object of the action: an id, a slug, or a range of phone numbers or a country */
            subject: string;
            /** @description Details of the action */
            details: Record<string, never>;
            administrator: components["schemas"]["AuditedAdministrator"];
            /** @description The caller’s network; null if networks are not counted */
            network: string | null;
            /** @description Identifies the request in the service’s logs */
            requestId: string;
        };
        /** @description Privileged actions, in the order that was asked for */
        AuditPage: {
            entries: components["schemas"]["AuditEntry"][];
            /** @description For `after`, to continue; null if there is nothing more yet */
            nextAfter: string | null;
        };
        /** @description The actor */
        AuditedAdministrator: {
            /**
             * @description A person with a role, a secret key, the operator on the command line, or the service by itself
             * @enum {string}
             */
            kind: "user" | "key" | "operator" | "service";
            /**
             * Format: uuid
             * @description The account’s or the key’s; null for the operator and the service
             */
            id: string | null;
            /** @description Slug of the application that it belongs to */
            application: string;
        };
        ChangeApplicationRequest: {
            /** @description Default language: a BCP 47 tag, such as `fr`. `en` by default */
            defaultLocale?: string | null;
            sender?: components["schemas"]["NewSenderInput"] | null;
            /** @description Where answers to its mails go */
            replyTo?: string | null;
            /** @description Exact origins, such as `https://shop.example` or, for apps, `capacitor://localhost`, without path or wildcard. The list replaces the previous one */
            allowedOrigins?: string[] | null;
            /** @description Base URL to which `/activate` and other page names are appended. Null: this service’s own pages */
            linkBaseUrl?: string | null;
            /** @description Exact URLs, compared character by character. The list replaces the previous one */
            redirectTargets?: string[] | null;
            /**
             * @description `standard` by default
             * @enum {string|null}
             */
            preset?: "standard" | "strict" | null;
            policy?: components["schemas"]["ApplicationPolicyInput"] | null;
            appearance?: components["schemas"]["ApplicationAppearanceInput"] | null;
            /** @description Only for operators. Settings that they make without it are granted automatically */
            grants?: components["schemas"]["ApplicationGrantsInput"] | null;
            /** @description The name that users see, also in mails and SMS */
            name?: string | null;
        };
        ChangeMyPasswordRequest: {
            /** @description The current password: a stolen access token is not enough */
            currentPassword: string;
            /** @description The same rules apply as at sign-up */
            newPassword: string;
        };
        ChangeMyProfileRequest: {
            name?: string | null;
            surname?: string | null;
            /** @description With its country, such as `+33612345678`; kept as E.164. Another number than before is not verified */
            phone?: string | null;
            /** @description The complete list: it replaces the previous one */
            hobbies?: string[] | null;
            /** Format: date */
            birthDate?: string | null;
            /** @description The language of mails: a BCP 47 tag, such as `fr` or `fr-CA`, or the value of `navigator.language`. Extensions are dropped, and invalid tags are ignored */
            locale?: string | null;
        };
        ChangeWebhookRequest: {
            /** @description Where events are posted to from now on */
            url?: string | null;
            /** @description The event types that are sent; null: all */
            types?: string[] | null;
            description?: string | null;
            /** @description False disables it; true enables it again, whatever disabled it */
            enabled?: boolean | null;
        };
        /** @description Limits for codes of any purpose */
        CodeCeilings: {
            triesPerCode: number | null;
            sharedTries: number | null;
            windowSeconds: number | null;
        };
        /** @description Limits for codes of any purpose */
        CodeCeilingsInput: {
            triesPerCode?: number | null;
            sharedTries?: number | null;
            windowSeconds?: number | null;
        };
        /** @description A code that was sent. Its digits are not stored */
        CodeRecord: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            purpose: "activation" | "phone" | "email-change" | "password-reset";
            /** @enum {string} */
            channel: "mail" | "sms";
            /** @description The address or phone that it verifies; null for that of the account */
            target: string | null;
            /** @description The address as it is shown */
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
            /** @description Lifetime in seconds after the provider accepts the message: 30 s to 24 h */
            lifeSeconds: number | null;
            triesPerCode: number | null;
            /** @description Number of tries shared by codes shorter than `longDigits`, per address or phone; after that, codes are long */
            sharedTries: number | null;
            /** @description How long shared tries are counted, in seconds */
            windowSeconds: number | null;
            /** @description Digits of codes after the shared tries are used up; never fewer than `digits` */
            longDigits: number | null;
        };
        /** @description Codes of one purpose */
        CodeSettingsInput: {
            /** @description 4 to 10 */
            digits?: number | null;
            /** @description Lifetime in seconds after the provider accepts the message: 30 s to 24 h */
            lifeSeconds?: number | null;
            triesPerCode?: number | null;
            /** @description Number of tries shared by codes shorter than `longDigits`, per address or phone; after that, codes are long */
            sharedTries?: number | null;
            /** @description How long shared tries are counted, in seconds */
            windowSeconds?: number | null;
            /** @description Digits of codes after the shared tries are used up; never fewer than `digits` */
            longDigits?: number | null;
        };
        /** @description Counters for the account’s address or phone, which enforce limits */
        CountRecord: {
            /** @description What for, such as `messages-to-recipient` */
            what: string;
            about: string;
            times: string[];
        };
        /** @description Codes by SMS to one country */
        CountryTraffic: {
            /** @description Phone numbers that requested a code */
            asked: number;
            /** @description Phone numbers whose code was entered */
            proven: number;
            /** @description The share in per cent; null without requests */
            provenPercent: number | null;
            /** @description ISO 3166 alpha-2 */
            country: string;
        };
        CreateApplicationRequest: {
            /** @description Default language: a BCP 47 tag, such as `fr`. `en` by default */
            defaultLocale?: string | null;
            sender?: components["schemas"]["NewSenderInput"] | null;
            /** @description Where answers to its mails go */
            replyTo?: string | null;
            /** @description Exact origins, such as `https://shop.example` or, for apps, `capacitor://localhost`, without path or wildcard. The list replaces the previous one */
            allowedOrigins?: string[] | null;
            /** @description Base URL to which `/activate` and other page names are appended. Null: this service’s own pages */
            linkBaseUrl?: string | null;
            /** @description Exact URLs, compared character by character. The list replaces the previous one */
            redirectTargets?: string[] | null;
            /**
             * @description `standard` by default
             * @enum {string|null}
             */
            preset?: "standard" | "strict" | null;
            policy?: components["schemas"]["ApplicationPolicyInput"] | null;
            appearance?: components["schemas"]["ApplicationAppearanceInput"] | null;
            /** @description Only for operators. Settings that they make without it are granted automatically */
            grants?: components["schemas"]["ApplicationGrantsInput"] | null;
            /** @description Identifies it in the header `Gatehouse-Application` and cannot be changed: lowercase letters, digits and hyphens */
            slug: string;
            /** @description The name that users see, also in mails and SMS */
            name: string;
        };
        CreateKeyRequest: {
            /** @description Its purpose, such as `billing backend` */
            name: string;
            /** @description Its scopes: all except `keys:write` by default. A key cannot grant scopes that it does not have */
            scopes?: ("applications:read" | "applications:write" | "keys:read" | "keys:write" | "users:read" | "users:write" | "messages:read" | "messages:write" | "codes:send" | "messages:retry" | "statistics:read" | "users:import" | "users:export" | "audit:read" | "events:read" | "webhooks:read" | "webhooks:write")[] | null;
            /** @description Lifetime in seconds, up to ten years. Null: until it is revoked. A key created with another key expires no later than that key */
            lifeSeconds?: number | null;
        };
        CreateWebhookRequest: {
            /** @description Where events are posted to: https, on a public network, without user, password or fragment */
            url: string;
            /** @description The event types that are sent, such as `user.activated.v1`. Absent: all */
            types?: string[] | null;
            /** @description Its purpose */
            description?: string | null;
        };
        /** @description Result for a selection of dead letters */
        DeadLettersHandled: {
            /** @description How many were processed */
            count: number;
            /** @description Whether the selection has more */
            more: boolean;
        };
        /** @description The result of an attempt. Only the status of the response is stored */
        DeliveryAttempt: {
            /** Format: date-time */
            at: string;
            /** @description The status of the response; null: no response */
            status: number | null;
            /** @description The error, such as `connect-timeout` or `address-refused` */
            fault: string | null;
            milliseconds: number;
        };
        /** @description Deliveries to a webhook, newest first */
        DeliveryPage: {
            deliveries: components["schemas"]["WebhookDelivery"][];
            /**
             * Format: uuid
             * @description For `after`, to read on; null where there is nothing more
             */
            nextAfter: string | null;
        };
        /** @description The state of the deployment */
        Diagnostics: {
            process: components["schemas"]["AnsweringProcess"];
            /**
             * Format: date-time
             * @description When the process last examined the deployment; null while the first examination is running
             */
            examinedAt: string | null;
            findings: components["schemas"]["DoctorFinding"][];
        };
        /** @description What the doctor found, and what to do about it */
        DoctorFinding: {
            /** @description What was examined, such as `database`, `broker`, `mail` or `spf` */
            subject: string;
            /**
             * @description `warn`: it works, and somebody should look at it. `off`: not in use
             * @enum {string}
             */
            state: "good" | "warn" | "bad" | "off";
            found: string;
            advice: string | null;
        };
        DropMessagesRequest: {
            /** @enum {string|null} */
            channel?: "mail" | "sms" | null;
            /** @description The kind of message, such as `activation-code` */
            template?: string | null;
            /**
             * @description Why they failed
             * @enum {string|null}
             */
            failure?: "deadline-passed" | "refused" | null;
            /**
             * Format: date-time
             * @description Only messages requested at or after this time
             */
            createdFrom?: string | null;
            /**
             * Format: date-time
             * @description Only messages requested before this time
             */
            createdBefore?: string | null;
            /** @description Maximum number at once; 100 by default. Repeat while `more` is true */
            limit?: number | null;
        };
        /** @description Events of one application, in order */
        EventPage: {
            events: components["schemas"]["PublishedEvent"][];
            /** @description For `after`, to continue. Store it once these events are processed, and you never miss one */
            nextAfter: string;
            /** @description Whether more events exist already; if not, use `wait` */
            more: boolean;
        };
        /** @description An event of the account, as published to other services */
        EventRecord: {
            /** Format: uuid */
            id: string;
            type: string;
            /** Format: date-time */
            occurredAt: string;
            data: Record<string, never>;
        };
        /** @description Feedback of several people, as numbers */
        FeedbackAverage: {
            /** @description How many people answered */
            answers: number;
            /** @description Average from 1 (very hard) to 5 (very easy), rounded to two decimal places; null without answers */
            averageEase: number | null;
        };
        /** @description What one person answered */
        FeedbackEntry: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            userId: string;
            /** @description 1 (very hard) to 5 (very easy) */
            ease: number;
            /** @description Plain text as the person typed it: escape it wherever you show it */
            text: string | null;
            /** Format: date-time */
            givenAt: string;
        };
        /** @description A page of feedback */
        FeedbackPage: {
            /** @description Latest first */
            feedback: components["schemas"]["FeedbackEntry"][];
            /**
             * Format: uuid
             * @description Pass as `after` for the next page; null if there is none
             */
            nextAfter: string | null;
        };
        /** @description What the person answered about the activation */
        FeedbackRecord: {
            /** Format: uuid */
            id: string;
            /** @description 1 (very hard) to 5 (very easy) */
            ease: number;
            text: string | null;
            /** Format: date-time */
            givenAt: string;
        };
        /** @description Feedback of one week */
        FeedbackWeek: {
            /** @description How many people answered */
            answers: number;
            /** @description Average from 1 (very hard) to 5 (very easy), rounded to two decimal places; null without answers */
            averageEase: number | null;
            /**
             * Format: date
             * @description Its Monday, in UTC
             */
            week: string;
        };
        /** @description Feedback by week */
        FeedbackWeeks: {
            /** @description Of all these weeks */
            total: components["schemas"]["FeedbackAverage"];
            /** @description Weeks with answers, latest first */
            weeks: components["schemas"]["FeedbackWeek"][];
        };
        /** @description A former address of the account, while the change can be undone */
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
        /** @description Sign-ups by application and day. Counts lag by a few seconds */
        Funnel: {
            /**
             * Format: date
             * @description The first day
             */
            from: string;
            /**
             * Format: date
             * @description The last day
             */
            to: string;
            /** @description Totals for all days */
            total: components["schemas"]["FunnelCounts"];
            /** @description Days with sign-ups, latest first */
            days: components["schemas"]["FunnelDay"][];
        };
        /** @description How far sign-ups came: each is counted on the day of the sign-up, whenever later steps happened */
        FunnelCounts: {
            /** @description Sign-ups, including those with addresses that already have an account */
            signedUp: number;
            /** @description How many of them had a mail accepted by the provider */
            mailed: number;
            activated: number;
            /** @description Superseded, because another sign-up of the same address was activated */
            superseded: number;
            /** @description Removed after a day, because nobody activated them */
            expired: number;
            /** @description Median time from sign-up to activation, accurate to one per cent. Null if nobody activated */
            medianSecondsToActivate: number | null;
        };
        /** @description Sign-ups at an application on one day */
        FunnelDay: {
            /** @description Sign-ups, including those with addresses that already have an account */
            signedUp: number;
            /** @description How many of them had a mail accepted by the provider */
            mailed: number;
            activated: number;
            /** @description Superseded, because another sign-up of the same address was activated */
            superseded: number;
            /** @description Removed after a day, because nobody activated them */
            expired: number;
            /** @description Median time from sign-up to activation, accurate to one per cent. Null if nobody activated */
            medianSecondsToActivate: number | null;
            /** @description Slug of the application */
            application: string;
            /**
             * Format: date
             * @description In UTC
             */
            day: string;
        };
        GiveFeedbackRequest: {
            /** @description `feedbackToken` from the response to the activation */
            token: string;
            /** @description 1 (very hard) to 5 (very easy) */
            ease: number;
            /** @description Plain text, stored as one line */
            text?: string | null;
        };
        /** @description Limits on wrong passwords and codes */
        GuessingSettings: {
            /** @description Wrong passwords per account and network before delays begin */
            freeTries: number | null;
            firstDelaySeconds: number | null;
            /** @description At most 15 minutes: a longer delay would lock people out */
            longestDelaySeconds: number | null;
            /** @description Wrong passwords or codes of one network within `networkWindowSeconds` */
            perNetwork: number | null;
            networkWindowSeconds: number | null;
        };
        /** @description Limits on wrong passwords and codes */
        GuessingSettingsInput: {
            /** @description Wrong passwords per account and network before delays begin */
            freeTries?: number | null;
            firstDelaySeconds?: number | null;
            /** @description At most 15 minutes: a longer delay would lock people out */
            longestDelaySeconds?: number | null;
            /** @description Wrong passwords or codes of one network within `networkWindowSeconds` */
            perNetwork?: number | null;
            networkWindowSeconds?: number | null;
        };
        /** @description Passwords that the process computes hashes of */
        Hashing: {
            /** @description How many it computes at once */
            slots: number;
            running: number;
            waiting: number;
            /** @description How long the first of those that wait has waited */
            longestWaitSeconds: number;
        };
        /** @description A granted role */
        HeldRole: {
            /** Format: uuid */
            userId: string;
            /** @enum {string} */
            role: "support" | "admin";
            /** Format: date-time */
            grantedAt: string;
        };
        /** @description A person from another system */
        ImportUsersRequest: {
            /**
             * Format: uuid
             * @description The account’s id; a new one by default
             */
            id?: string | null;
            /** @description At most 254 octets. Addresses that differ only in case are the same */
            email: string;
            /** @description Whether the mailbox is verified. If not, the account waits for an activation code, which the person can request */
            emailVerified?: boolean | null;
            /** @description A hash as Django writes it (`pbkdf2_sha256$…`, `bcrypt_sha256$…`, `scrypt$…`, `argon2$…`), in PHC string format (argon2, scrypt, pbkdf2; padded or not), from bcrypt (`$2b$…`), or from Firebase (`$firescrypt$…`, `$fbscrypt$…`). Without a hash the person must reset the password */
            passwordHash?: string | null;
            name?: string | null;
            surname?: string | null;
            /** @description With its country, such as `+33612345678`; kept as E.164 */
            phone?: string | null;
            phoneVerified?: boolean | null;
            hobbies?: string[] | null;
            /** Format: date */
            birthDate?: string | null;
            /** @description The language of mails: a BCP 47 tag, such as `fr` or `fr-CA`, or the value of `navigator.language`. Extensions are dropped, and invalid tags are ignored */
            locale?: string | null;
            acceptedTerms?: components["schemas"]["ImportedTermsInput"] | null;
            /**
             * Format: date-time
             * @description When the person signed up; now by default
             */
            createdAt?: string | null;
        };
        /** @description Terms that a person agreed to elsewhere */
        ImportedTermsInput: {
            /** @description As the application names it */
            version: string;
            /** Format: date-time */
            acceptedAt: string;
        };
        /** @description The tokens of a session */
        IssuedTokens: {
            /** @description A JWT as in RFC 9068 (`at+jwt`, EdDSA); verify it with the keys from /.well-known/jwks.json */
            accessToken: string;
            /** @enum {string} */
            tokenType: "Bearer";
            /** @description Lifetime of the access token in seconds */
            expiresIn: number;
            /** @description Opaque, can be used once: the response contains the next one. Null if it is in the cookie */
            refreshToken: string | null;
            /** @description For `X-CSRF-Token` if the refresh token is in the cookie, otherwise null. Valid as long as the session */
            csrfToken: string | null;
        };
        /** @description An answer about the account, stored encrypted for a retry with the same Idempotency-Key */
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
            /** @description `nextAfter` from the previous page */
            after?: string | null;
            /** @description Maximum number of entries per page; 50 by default */
            limit?: number | null;
            /**
             * @description All states by default. `dead-letter`: failed although someone is waiting, and neither retried nor dropped
             * @enum {string|null}
             */
            state?: "queued" | "sending" | "sent" | "failed" | "deferred" | "delivered" | "unsubscribed" | "bounced" | "complained" | "dead-letter" | null;
            /**
             * @description Mail or SMS
             * @enum {string|null}
             */
            channel?: "mail" | "sms" | null;
            /** @description The kind of message, such as `activation-code` */
            template?: string | null;
            /**
             * Format: date-time
             * @description Only messages requested at or after this time
             */
            createdFrom?: string | null;
            /**
             * Format: date-time
             * @description Only messages requested before this time
             */
            createdBefore?: string | null;
            /** @description The exact address, case-insensitive */
            email: string;
        };
        LookUpSuppressionRequest: {
            /** @description An email address, or a phone number in E.164, such as +33612345678 */
            recipient: string;
        };
        LookUpUsersRequest: {
            /** @description Case-insensitive */
            email: string;
        };
        /** @description A mail as recipients would get it, with sample data */
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
            /** @description Whether the application has its own text; otherwise the built-in text is sent */
            own: boolean;
            /**
             * Format: date-time
             * @description When its own text was saved
             */
            changedAt: string | null;
            /** @description Placeholders that the template may use, as `{{name}}` */
            placeholders: string[];
            /** @description The placeholder that must be alone on a line of the text, and anywhere in the HTML */
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
            /** @description Whether the application has its own text; otherwise the built-in text is sent */
            own: boolean;
            /**
             * Format: date-time
             * @description When its own text was saved
             */
            changedAt: string | null;
            /** @description Placeholders that the template may use, as `{{name}}` */
            placeholders: string[];
            /** @description The placeholder that must be alone on a line of the text, and anywhere in the HTML */
            required: string | null;
            /** @description Null if the built-in text is sent; the preview shows it */
            subject: string | null;
            text: string | null;
            html: string | null;
        };
        /** @description A provider’s answer to an attempt. Unknown if the attempt was interrupted by a crash */
        MessageAnswer: {
            /** @description 1 for the first */
            attempt: number;
            /** Format: date-time */
            at: string;
            provider: string;
            /** @enum {string} */
            outcome: "accepted" | "refused";
            /** @description The provider’s status and code, or the network error; null if it was accepted */
            answer: string | null;
            /** @description The provider’s id of the message, if it was accepted */
            providerMessageId: string | null;
        };
        /** @description Messages that wait or were given up */
        MessageBacklog: {
            /** @description How many are queued or being sent */
            waiting: number;
            /**
             * Format: date-time
             * @description When the oldest of these was requested; null if none is waiting
             */
            oldestWaitingSince: string | null;
            /** @description How many failed although someone is waiting, and were neither retried nor dropped */
            deadLetters: number;
            /** @description Only the newest 10,000 messages were counted, so there may be more */
            isPartial: boolean;
        };
        /** @description Messages, newest first */
        MessagePage: {
            messages: components["schemas"]["AdministeredMessage"][];
            /** @description For `after`; null on the last page. A page may be short or empty even if others follow */
            nextAfter: string | null;
        };
        /** @description A message and its delivery. Neither its text nor the address is stored */
        MessageRecord: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            channel: "mail" | "sms";
            /** @description The kind of message; null until it is rendered */
            template: string | null;
            /**
             * @description `sent`: accepted by the provider. The states from `deferred` on are what the provider reported later
             * @enum {string}
             */
            state: "queued" | "sending" | "sent" | "failed" | "deferred" | "delivered" | "unsubscribed" | "bounced" | "complained";
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description The earliest time to send or retry it
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
            /**
             * Format: date-time
             * @description When the recipient’s server put it off, as the provider reported
             */
            deferredAt: string | null;
            /**
             * Format: date-time
             * @description When the recipient’s server or phone accepted it
             */
            deliveredAt: string | null;
            /**
             * Format: date-time
             * @description When it bounced
             */
            bouncedAt: string | null;
            /**
             * @description `hard`: nothing more is sent to this recipient. `soft`: the next message may arrive
             * @enum {string|null}
             */
            bounce: "hard" | "soft" | null;
            /**
             * @description Null if the provider did not report it
             * @enum {string|null}
             */
            bounceReason: "mailbox-unavailable" | "mailbox-full" | "rejected" | null;
            /**
             * Format: date-time
             * @description When the recipient marked it as spam
             */
            complainedAt: string | null;
            /**
             * Format: date-time
             * @description When the recipient asked the provider to send nothing more
             */
            unsubscribedAt: string | null;
            /** @description The provider that was called last, or that accepted it */
            provider: string | null;
            /** @description The provider’s id of the message */
            providerMessageId: string | null;
            /** @description The provider’s last refusal, in brief */
            lastAnswer: string | null;
            /**
             * Format: uuid
             * @description The id of its code, if any
             */
            codeId: string | null;
            /**
             * Format: uuid
             * @description The id of its notice, if it is one
             */
            noticeId: string | null;
        };
        /** @description Limits on messages per recipient and per network */
        MessageSettings: {
            /** @description Seconds between two messages to one recipient */
            gapSeconds: number | null;
            perHour: number | null;
            perDay: number | null;
            /** @description Maximum number of messages within an hour by requests from one network. A sign-up that has to verify a phone too sends two: with a limit of 1, it is the only one of its hour */
            perNetworkAndHour: number | null;
        };
        /** @description Limits on messages per recipient and per network */
        MessageSettingsInput: {
            /** @description Seconds between two messages to one recipient */
            gapSeconds?: number | null;
            perHour?: number | null;
            perDay?: number | null;
            /** @description Maximum number of messages within an hour by requests from one network. A sign-up that has to verify a phone too sends two: with a limit of 1, it is the only one of its hour */
            perNetworkAndHour?: number | null;
        };
        /** @description A new key: the only response that contains its secret */
        NewApplicationKey: {
            /** Format: uuid */
            id: string;
            /** @description The name given when it was created */
            name: string;
            /** @description The last characters of the key */
            hint: string;
            /** @description Its scopes */
            scopes: ("applications:read" | "applications:write" | "keys:read" | "keys:write" | "users:read" | "users:write" | "messages:read" | "messages:write" | "codes:send" | "messages:retry" | "statistics:read" | "users:import" | "users:export" | "audit:read" | "events:read" | "webhooks:read" | "webhooks:write")[];
            /** @description The creator. A key created with another key is revoked together with it */
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
             * @description The key that replaced it
             */
            replacedBy: string | null;
            /**
             * Format: date-time
             * @description Accurate to about an hour
             */
            lastUsedAt: string | null;
            /** @description For `Authorization: Bearer`. Store it now: it is shown only once, and only its hash is kept */
            key: string;
        };
        /** @description Sender name of mails */
        NewSenderInput: {
            /** @description An address that the mail provider allows this service to send from */
            email: string;
            name?: string | null;
        };
        /** @description A notice that was mailed to the account’s owner */
        NoticeRecord: {
            /** Format: uuid */
            id: string;
            kind: string;
            /** @description Stored until the mail is sent */
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
             * @description The change of address that it is about
             */
            changeId: string | null;
        };
        /** @description Lengths in Unicode code points */
        PasswordSettings: {
            minLength: number | null;
            /** @description NIST 800-63B-4 requires at least 64 */
            maxLength: number | null;
        };
        /** @description Lengths in Unicode code points */
        PasswordSettingsInput: {
            minLength?: number | null;
            /** @description NIST 800-63B-4 requires at least 64 */
            maxLength?: number | null;
        };
        /** @description Wrong passwords for the account’s address. The network belongs to its user and is left out */
        PasswordTriesRecord: {
            tries: number;
            /** Format: date-time */
            triedAt: string;
            /** Format: date-time */
            blockedUntil: string | null;
        };
        /** @description All stored data about a person */
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
            feedback: components["schemas"]["FeedbackRecord"][];
            events: components["schemas"]["EventRecord"][];
            /** @description Answers stored for a day for callers that sent an Idempotency-Key, latest first */
            repeatableAnswers: components["schemas"]["KeptAnswerRecord"][];
            /** @description Sessions started with the account’s password, latest first */
            sessions: components["schemas"]["SessionRecord"][];
            /** @description Roles besides `user`, latest first */
            roles: components["schemas"]["RoleRecord"][];
            /** @description Addresses and phones of the person that nothing is sent to, latest first */
            suppressions: components["schemas"]["Suppression"][];
            /** @description Mails and text messages to the person, latest first */
            messages: components["schemas"]["MessageRecord"][];
        };
        /** @description The code sent by SMS */
        PhoneActivationNotice: {
            codeLength: number;
            /** @description Lifetime in seconds after the SMS provider accepts the message */
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
             * @description When the code expires; known once it is sent
             */
            expiresAt: string | null;
            /** @description Null if the provider reports nothing */
            message: components["schemas"]["ReportedMessage"] | null;
        };
        /** @description A test event will be sent */
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
            /** @description Human-readable, in the language of `Content-Language`; the same for every problem with this code */
            title: string;
            /** @description The HTTP status */
            status: number;
            /** @description Stable: programs may rely on it */
            code: string;
            /** @description For people; what is wrong with this request */
            detail?: string;
            /** @description Identifies this request in the service’s logs */
            requestId: string;
            /** @description With `events-archived`: the cursor to continue after */
            nextAfter?: string;
            /** @description What is wrong with each field: at most 100 errors */
            errors?: {
                /** @description JSON Pointer (RFC 6901) into the request, such as `/email` */
                pointer: string;
                /** @description Stable: programs may rely on it, as `field-required` or `text-too-long` */
                code: string;
                /** @description For people */
                message: string;
            }[];
        };
        /** @description A person’s account as the person sees it */
        Profile: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "pending" | "active" | "suspended";
            /** @description As the person typed it: the domain may contain non-ASCII letters */
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
            /** @description Null if the application did not ask for it */
            acceptedTerms: components["schemas"]["AcceptedTerms"] | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            activatedAt: string | null;
        };
        /** @description Which fields sign-up asks for beside address and password: `required`, `optional`, or `none`, which refuses them. Absent or null: accepted, but not asked for */
        ProfileSettings: {
            /** @enum {string|null} */
            name: "required" | "optional" | "none" | null;
            /** @enum {string|null} */
            surname: "required" | "optional" | "none" | null;
            /**
             * @description `policy.requirePhone` makes it required, and has it verified; together with `none` it is refused
             * @enum {string|null}
             */
            phone: "required" | "optional" | "none" | null;
            /** @enum {string|null} */
            birthDate: "required" | "optional" | "none" | null;
            /** @enum {string|null} */
            hobbies: "required" | "optional" | "none" | null;
        };
        /** @description Which fields sign-up asks for beside address and password: `required`, `optional`, or `none`, which refuses them. Absent or null: accepted, but not asked for */
        ProfileSettingsInput: {
            /** @enum {string|null} */
            name?: "required" | "optional" | "none" | null;
            /** @enum {string|null} */
            surname?: "required" | "optional" | "none" | null;
            /**
             * @description `policy.requirePhone` makes it required, and has it verified; together with `none` it is refused
             * @enum {string|null}
             */
            phone?: "required" | "optional" | "none" | null;
            /** @enum {string|null} */
            birthDate?: "required" | "optional" | "none" | null;
            /** @enum {string|null} */
            hobbies?: "required" | "optional" | "none" | null;
        };
        /** @description Codes for accounts, by purpose */
        ProofCodeSettings: {
            phone: components["schemas"]["CodeSettings"] | null;
            "email-change": components["schemas"]["CodeSettings"] | null;
            "password-reset": components["schemas"]["CodeSettings"] | null;
        };
        /** @description Codes for accounts, by purpose */
        ProofCodeSettingsInput: {
            phone?: components["schemas"]["CodeSettingsInput"] | null;
            "email-change"?: components["schemas"]["CodeSettingsInput"] | null;
            "password-reset"?: components["schemas"]["CodeSettingsInput"] | null;
        };
        ProveRegisteredPhoneRequest: {
            /** @description The digits from the SMS, as text: leading zeros count. Digits of any script are accepted, and spaces and hyphens between them */
            code: string;
        };
        /** @description Providers that the application may choose from. `*` allows any that the service has */
        ProviderGrants: {
            mail: string[] | null;
            sms: string[] | null;
        };
        /** @description Providers that the application may choose from. `*` allows any that the service has */
        ProviderGrantsInput: {
            mail?: string[] | null;
            sms?: string[] | null;
        };
        /** @description The providers that an application’s messages of one channel go to, in order of preference */
        ProviderRoute: {
            /** @enum {string} */
            channel: "mail" | "sms";
            /**
             * @description Which list it is: chosen by the application (`policy.providers`), set for it by the operator (`MAIL_APPLICATION_PROVIDERS`, `SMS_APPLICATION_PROVIDERS`), or that of the deployment (`MAIL_PROVIDERS`, `SMS_PROVIDERS`)
             * @enum {string}
             */
            decidedBy: "application" | "settings" | "deployment";
            /** @description Without providers that the deployment no longer has */
            providers: components["schemas"]["RoutedProvider"][];
        };
        /** @description Providers that carry the application’s messages, in order of preference, each with a share of 100 that try it first, such as `resend:5`, or without. Only those that operators grant. Null: those of the service’s settings */
        ProviderSettings: {
            mail: string[] | null;
            sms: string[] | null;
        };
        /** @description Providers that carry the application’s messages, in order of preference, each with a share of 100 that try it first, such as `resend:5`, or without. Only those that operators grant. Null: those of the service’s settings */
        ProviderSettingsInput: {
            mail?: string[] | null;
            sms?: string[] | null;
        };
        /** @description A provider of mails or text messages */
        ProviderState: {
            /** @enum {string} */
            channel: "mail" | "sms";
            /** @description As the settings name it */
            name: string;
            /** @description Messages out of 100 that try it first although it is not the first; null if its place decides */
            share: number | null;
            /**
             * @description `open` if a process currently sends nothing to it, except a probe from time to time
             * @enum {string}
             */
            state: "closed" | "open";
            /** @description Why it is open: the provider’s answer or the network error */
            reason: string | null;
            /**
             * Format: date-time
             * @description When a process last opened or closed it; null if none has
             */
            changedAt: string | null;
            /** @description Messages that it accepted, of those created within the last 15 minutes */
            accepted: number;
            /** @description Messages that it refused last, of those created within the last 15 minutes */
            refused: number;
        };
        /** @description The providers in order of preference */
        Providers: {
            /** @description Whether the counts are of all applications, or of this one */
            ofAllApplications: boolean;
            providers: components["schemas"]["ProviderState"][];
            /** @description The application whose routes these are */
            application: string;
            /** @description Where its messages go: one route for each channel that has providers */
            routes: components["schemas"]["ProviderRoute"][];
        };
        /** @description A public key that verifies access tokens: a JWK (RFC 7517) of an Ed25519 key (RFC 8037) */
        PublicKey: {
            /** @enum {string} */
            kty: "OKP";
            /** @enum {string} */
            crv: "Ed25519";
            /** @description The key itself: 32 bytes in base64url */
            x: string;
            /** @description Matches `kid` in the header of the tokens that it verifies */
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
        /** @description An event in CloudEvents 1.0 format */
        PublishedEvent: {
            /** @enum {string} */
            specversion: "1.0";
            /**
             * Format: uuid
             * @description Identifies the event, for deduplication
             */
            id: string;
            /** @description Where it happened: `/applications/` and the slug */
            source: string;
            /** @description With its version, such as `user.registered.v1` */
            type: string;
            /**
             * Format: uuid
             * @description What it is about, usually a user’s id. Events of one subject are in order
             */
            subject: string;
            /** Format: date-time */
            time: string;
            /** @enum {string} */
            datacontenttype: "application/json";
            /** @description Data of the event’s type. Personal fields are null after the person is erased */
            data: Record<string, never>;
        };
        /** @description Codes by SMS to one range of numbers */
        RangeTraffic: {
            /** @description Phone numbers that requested a code */
            asked: number;
            /** @description Phone numbers whose code was entered */
            proven: number;
            /** @description The share in per cent; null without requests */
            provenPercent: number | null;
            /** @description The numbers without their last four digits */
            range: string;
            /** @description ISO 3166 alpha-2 */
            country: string;
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
            /** @description From the response to the sign-in or the last refresh; absent with `cookie` */
            refreshToken?: string | null;
            /** @description True for browsers: the refresh token travels in a cookie that scripts cannot read, not in bodies */
            cookie?: boolean | null;
        };
        RegisterUserRequest: {
            /** @description At most 254 octets. Addresses that differ only in case are the same */
            email: string;
            /** @description By default 8 to 128 Unicode code points, depending on the application’s policy; common passwords are refused */
            password: string;
            name?: string | null;
            surname?: string | null;
            /** @description With its country, such as `+33612345678`; kept as E.164. Some applications require it, and have it proven */
            phone?: string | null;
            hobbies?: string[] | null;
            /** Format: date */
            birthDate?: string | null;
            /** @description The language of mails: a BCP 47 tag, such as `fr` or `fr-CA`, or the value of `navigator.language`. Extensions are dropped, and invalid tags are ignored */
            locale?: string | null;
            /** @description Where the page that the mail links to leads after success: one of the application’s `redirectTargets`, character by character */
            redirect?: string | null;
            /** @description The version of the terms that the person agrees to, if the application asks for it: `GET /v1/sign-up-rules` names it */
            acceptedTerms?: string | null;
        };
        /** @description The profile as submitted, not verified yet, and how to activate it */
        RegisteredProfile: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "pending" | "active" | "suspended";
            /** @description As the person typed it: the domain may contain non-ASCII letters */
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
            /** @description Null if the application did not ask for it */
            acceptedTerms: components["schemas"]["AcceptedTerms"] | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            activatedAt: string | null;
            activation: components["schemas"]["ActivationNotice"];
        };
        /** @description The result of a replay */
        Replay: {
            /** @description How many deliveries were replayed: at most 500 */
            replayed: number;
            /**
             * Format: uuid
             * @description For `after`, to continue the range; null if it is complete
             */
            nextAfter: string | null;
        };
        ReplayWebhookDeliveriesRequest: {
            /**
             * Format: date-time
             * @description Only deliveries created at or after this time
             */
            from: string;
            /**
             * Format: date-time
             * @description And before this. Absent: until now
             */
            to?: string | null;
            /** @description Also replay successful deliveries; by default only failed ones */
            delivered?: boolean | null;
            /**
             * Format: uuid
             * @description `nextAfter` from the previous call, to continue a range
             */
            after?: string | null;
        };
        /** @description What the provider has reported since it accepted the message */
        ReportedMessage: {
            /**
             * @description `sent` until the provider reports more
             * @enum {string}
             */
            state: "sent" | "delivered" | "bounced";
            /**
             * @description Why it bounced: the mailbox or phone does not exist, is full, or accepts no messages from this sender. Null if unknown
             * @enum {string|null}
             */
            reason: "mailbox-unavailable" | "mailbox-full" | "rejected" | null;
        };
        RequestEmailChangeRequest: {
            /** @description Becomes the account’s address when its code is entered; at once if only case or script differs, such as `Ada@` for `ada@` */
            newEmail: string;
            /** @description A stolen access token is not enough */
            currentPassword: string;
        };
        RequestPasswordResetRequest: {
            email: string;
            /** @description Where the page that the mail links to leads after success: one of the application’s `redirectTargets`, character by character */
            redirect?: string | null;
        };
        ResendActivationCodeRequest: {
            email: string;
            /** @description Where the page that the mail links to leads after success: one of the application’s `redirectTargets`, character by character */
            redirect?: string | null;
        };
        ResendPhoneActivationCodeRequest: Record<string, never>;
        ResetPasswordRequest: {
            email: string;
            /** @description The digits from the mail, as text: leading zeros count. Digits of any script are accepted, and spaces and hyphens between them */
            code: string;
            /** @description The same rules apply as at sign-up */
            newPassword: string;
        };
        RetryMessagesRequest: {
            /** @enum {string|null} */
            channel?: "mail" | "sms" | null;
            /** @description The kind of message, such as `activation-code` */
            template?: string | null;
            /**
             * @description Why they failed
             * @enum {string|null}
             */
            failure?: "deadline-passed" | "refused" | null;
            /**
             * Format: date-time
             * @description Only messages requested at or after this time
             */
            createdFrom?: string | null;
            /**
             * Format: date-time
             * @description Only messages requested before this time
             */
            createdBefore?: string | null;
            /** @description Maximum number at once; 100 by default. Repeat while `more` is true */
            limit?: number | null;
        };
        /** @description Everyone with a role in the application, most recently granted first */
        RoleList: {
            roles: components["schemas"]["HeldRole"][];
        };
        /** @description A role that a person has in addition to their own account */
        RoleRecord: {
            /** @enum {string} */
            role: "support" | "admin";
            /** Format: date-time */
            grantedAt: string;
        };
        RotateKeyRequest: {
            /** @description Seconds that the old key stays valid: 24 hours by default, at most 30 days, 0 to end it at once */
            overlapSeconds?: number | null;
        };
        RotateWebhookSecretRequest: {
            /** @description Seconds that the previous secret stays valid: 24 hours by default, at most 30 days, 0 to end it at once */
            overlapSeconds?: number | null;
        };
        /** @description A provider that an application’s messages go to */
        RoutedProvider: {
            name: string;
            /** @description Messages out of 100 that try it first although it is not the first; null if its place decides */
            share: number | null;
        };
        SaveTemplateRequest: {
            /** @description One line, at most 150 characters, without the code or link */
            subject: string;
            /** @description At most 10,000 characters */
            text: string;
            /** @description At most 60,000 characters; no scripts, forms, frames or event handlers */
            html: string;
        };
        /** @description The logo, as it is served from now on */
        SavedLogo: {
            /** @description Path on this service. It changes with the image, and may be cached permanently */
            path: string;
            /** @enum {string} */
            type: "image/png" | "image/webp" | "image/svg+xml";
            /** @description Pixels; of an SVG, a width that fits its height */
            width: number;
            height: number;
            /** @description Elements of an SVG that were removed because they could run, load or repeat something */
            removed: string[];
        };
        SearchUsersRequest: {
            /** @description Part of an address, a name or a phone: three characters, or two that are not ASCII */
            text: string;
            /**
             * @description All states by default
             * @enum {string|null}
             */
            state?: "pending" | "active" | "suspended" | "superseded" | "erased" | null;
            /**
             * Format: uuid
             * @description `nextAfter` from the previous page
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
        /** @description Names, without versions, of what a session was started with */
        SessionDevice: {
            /** @description Such as `Firefox`; null if unknown */
            browser: string | null;
            /** @description Such as `Windows`; null if unknown */
            system: string | null;
        };
        /** @description A person’s active sessions, most recently used first */
        SessionList: {
            sessions: components["schemas"]["SessionSummary"][];
        };
        /** @description A stored session */
        SessionRecord: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When its tokens were last refreshed, or when it started
             */
            lastUsedAt: string;
            /**
             * Format: date-time
             * @description When it expires
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When it was ended early
             */
            revokedAt: string | null;
            /** @description What it was started with; null if unknown */
            device: components["schemas"]["SessionDevice"] | null;
            /** @description IPv4 address or IPv6 /64 that it was started from; null if unknown */
            network: string | null;
        };
        /** @description One of a person’s sessions */
        SessionSummary: {
            /** Format: uuid */
            id: string;
            /** @description Whether it is the session of the access token in this request */
            current: boolean;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When its refresh token was last used
             */
            lastUsedAt: string;
            /**
             * Format: date-time
             * @description When it expires if it is not used
             */
            expiresAt: string;
            /** @description According to the `User-Agent` header of the sign-in; null if it names nothing known */
            device: components["schemas"]["SessionDevice"] | null;
            /** @description IPv4 address or IPv6 /64 of the sign-in; null if networks are not counted there */
            network: string | null;
        };
        SignInRequest: {
            /** @description The address of the account, case-insensitive */
            email: string;
            password: string;
            /** @description True for browsers: the refresh token travels in a cookie that scripts cannot read, not in bodies */
            cookie?: boolean | null;
        };
        /** @description For each field: `required`; `optional`, which forms ask for; `accepted`, which they do not; or `none`, which is refused */
        SignUpFields: {
            /** @enum {string} */
            name: "required" | "optional" | "accepted" | "none";
            /** @enum {string} */
            surname: "required" | "optional" | "accepted" | "none";
            /** @enum {string} */
            phone: "required" | "optional" | "accepted" | "none";
            /** @enum {string} */
            birthDate: "required" | "optional" | "accepted" | "none";
            /** @enum {string} */
            hobbies: "required" | "optional" | "accepted" | "none";
        };
        /** @description What an application asks of people, as far as a form must know it before it is refused */
        SignUpRules: {
            fields: components["schemas"]["SignUpFields"];
            /** @description In Unicode code points */
            passwordMinLength: number;
            /** @description Null: sign-up asks for no agreement */
            terms: components["schemas"]["SignUpTerms"] | null;
            /** @description Number of digits */
            resetCodeLength: number;
            /** @description Seconds between two messages to one address */
            gapSeconds: number;
        };
        /** @description What people must agree to at sign-up. One of the links may be missing */
        SignUpTerms: {
            /** @description For `acceptedTerms` */
            version: string;
            termsUrl: string | null;
            privacyUrl: string | null;
        };
        /** @description Where text messages may go, and how many */
        SmsSettings: {
            /** @description Countries to send messages to, as ISO 3166 alpha-2 codes */
            countries: string[] | null;
            /** @description Types of numbers to send messages to, according to numbering plans: `mobile` and `fixed-line-or-mobile` by default */
            numberTypes: ("mobile" | "fixed-line-or-mobile" | "fixed-line" | "voip" | "pager" | "personal-number" | "shared-cost" | "premium-rate" | "toll-free" | "uan" | "voicemail")[] | null;
            /** @description Maximum number of messages of the whole application within 24 hours; 0 disables SMS */
            perDay: number | null;
            /** @description Maximum number of messages within an hour to one range of numbers, which is a number without its last four digits */
            perRangeAndHour: number | null;
            /** @description Phone numbers of a range that request codes within 24 hours before the share of entered codes is judged */
            rangeSample: number | null;
            /** @description The same for a country */
            countrySample: number | null;
            /** @description Ranges and countries where the codes of a smaller percentage of phone numbers are entered get no messages for a while; 0 turns this off */
            leastProvenPercent: number | null;
            /** @description For how long, in seconds */
            stopSeconds: number | null;
        };
        /** @description Where text messages may go, and how many */
        SmsSettingsInput: {
            /** @description Countries to send messages to, as ISO 3166 alpha-2 codes */
            countries?: string[] | null;
            /** @description Types of numbers to send messages to, according to numbering plans: `mobile` and `fixed-line-or-mobile` by default */
            numberTypes?: ("mobile" | "fixed-line-or-mobile" | "fixed-line" | "voip" | "pager" | "personal-number" | "shared-cost" | "premium-rate" | "toll-free" | "uan" | "voicemail")[] | null;
            /** @description Maximum number of messages of the whole application within 24 hours; 0 disables SMS */
            perDay?: number | null;
            /** @description Maximum number of messages within an hour to one range of numbers, which is a number without its last four digits */
            perRangeAndHour?: number | null;
            /** @description Phone numbers of a range that request codes within 24 hours before the share of entered codes is judged */
            rangeSample?: number | null;
            /** @description The same for a country */
            countrySample?: number | null;
            /** @description Ranges and countries where the codes of a smaller percentage of phone numbers are entered get no messages for a while; 0 turns this off */
            leastProvenPercent?: number | null;
            /** @description For how long, in seconds */
            stopSeconds?: number | null;
        };
        /** @description A new session and its user */
        StartedSession: {
            /** @description A JWT as in RFC 9068 (`at+jwt`, EdDSA); verify it with the keys from /.well-known/jwks.json */
            accessToken: string;
            /** @enum {string} */
            tokenType: "Bearer";
            /** @description Lifetime of the access token in seconds */
            expiresIn: number;
            /** @description Opaque, can be used once: the response contains the next one. Null if it is in the cookie */
            refreshToken: string | null;
            /** @description For `X-CSRF-Token` if the refresh token is in the cookie, otherwise null. Valid as long as the session */
            csrfToken: string | null;
            user: components["schemas"]["Profile"];
        };
        /** @description A recipient that nothing is sent to. The address itself is not stored, only a keyed hash */
        Suppression: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            channel: "mail" | "sms";
            /**
             * @description `bounced`: a hard bounce. `complained`: a message was marked as spam; only notices about the account are sent
             * @enum {string}
             */
            cause: "bounced" | "complained";
            /**
             * @description Why it bounced; null if the provider did not report it
             * @enum {string|null}
             */
            reason: "mailbox-unavailable" | "mailbox-full" | "rejected" | null;
            /** @description The provider that reported it */
            provider: string;
            /**
             * Format: uuid
             * @description The message that it is about
             */
            messageId: string;
            /**
             * Format: uuid
             * @description The user the message was for; null if none
             */
            userId: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        /** @description Suppressions, newest first */
        SuppressionPage: {
            suppressions: components["schemas"]["Suppression"][];
            /** @description For `after`; null on the last page */
            nextAfter: string | null;
        };
        SuspendUserRequest: {
            /** @description The reason, for administrators. The person’s data export contains it */
            reason: string;
        };
        TestMailSent: {
            /** @description Where the mail went */
            recipient: string;
        };
        /** @description Estimated cost of SMS by application and day */
        TextSpend: {
            /**
             * Format: date
             * @description The first day
             */
            from: string;
            /**
             * Format: date
             * @description The last day
             */
            to: string;
            /** @description Totals for all days, one for each currency; empty without a price table */
            totals: components["schemas"]["TextSpendSum"][];
            /** @description Days with SMS, latest first */
            days: components["schemas"]["TextSpendDay"][];
        };
        /** @description What SMS of an application cost on one day */
        TextSpendDay: {
            /** @description ISO 4217 */
            currency: string;
            /** @description Accepted by a provider */
            messages: number;
            /** @description What they are billed as: a long text is several */
            segments: number;
            /** @description Messages to numbers that the table has no price for; they add nothing to the amount */
            unpriced: number;
            /** @description A decimal number as text, with every digit: the sum of segments times price */
            amount: string;
            /** @description Slug of the application */
            application: string;
            /**
             * Format: date
             * @description In UTC
             */
            day: string;
        };
        /** @description What SMS cost */
        TextSpendSum: {
            /** @description ISO 4217 */
            currency: string;
            /** @description Accepted by a provider */
            messages: number;
            /** @description What they are billed as: a long text is several */
            segments: number;
            /** @description Messages to numbers that the table has no price for; they add nothing to the amount */
            unpriced: number;
            /** @description A decimal number as text, with every digit: the sum of segments times price */
            amount: string;
        };
        /** @description A range of numbers or a country that gets no SMS for a while */
        TextStop: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "range" | "country";
            /** @description The numbers without their last four digits, such as `+3361234`, or an ISO 3166 alpha-2 code */
            place: string;
            /**
             * @description `velocity`: as many messages within an hour as a range may get. `unproven`: too few codes were entered
             * @enum {string}
             */
            reason: "velocity" | "unproven";
            /** @description Messages within an hour for `velocity`; for `unproven` the phone numbers that requested codes within 24 hours */
            asked: number;
            /** @description Phone numbers whose codes were entered within 24 hours */
            proven: number;
            /** Format: date-time */
            stoppedAt: string;
            /**
             * Format: date-time
             * @description When messages are sent again, if nobody lifts the stop before
             */
            endsAt: string;
        };
        /** @description A page of stops */
        TextStopPage: {
            stops: components["schemas"]["TextStop"][];
            /** @description Pass as `after` for the next page; null if there is none */
            nextAfter: string | null;
        };
        /** @description Codes by SMS within the last 24 hours */
        TextTraffic: {
            /** @description Most requests first */
            countries: components["schemas"]["CountryTraffic"][];
            /** @description The ranges with most requests */
            ranges: components["schemas"]["RangeTraffic"][];
        };
        /** @description Events of an account, latest first */
        Timeline: {
            entries: components["schemas"]["TimelineEntry"][];
            /** @description For `after`, to get the next page; null on the last page */
            nextAfter: string | null;
        };
        /** @description An event of an account */
        TimelineEntry: {
            /** @description Increases with each entry */
            position: string;
            /** Format: date-time */
            at: string;
            /** @description The event’s type, such as `user.activated.v1` */
            type: string;
            data: Record<string, never>;
            /** @description The message that it caused, once a worker has processed it */
            message: components["schemas"]["UserMessage"] | null;
        };
        UndoEmailChangeRequest: {
            /** @description The token from the link’s fragment */
            token: string;
        };
        /** @description An unverified sign-up with the account’s address; its data comes from the person who signed up */
        UnprovenRecord: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            createdAt: string;
        };
        /** @description A code that was issued for an account. Its digits are not stored */
        UserCode: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            purpose: "activation" | "phone" | "email-change" | "password-reset";
            /** @enum {string} */
            channel: "mail" | "sms";
            /** @description 1 for the first of its kind */
            number: number;
            /** @description How many it has */
            digits: number;
            /**
             * @description `spent`: it was tried too often. `void`: another code or account has replaced it. `failed`: its message could not be sent
             * @enum {string}
             */
            state: "queued" | "sending" | "valid" | "used" | "expired" | "spent" | "void" | "failed";
            /** Format: date-time */
            issuedAt: string;
            /**
             * Format: date-time
             * @description When the provider accepted its message
             */
            sentAt: string | null;
            /**
             * Format: date-time
             * @description Null until its message has been sent
             */
            expiresAt: string | null;
            triesLeft: number;
        };
        /** @description The latest codes of an account, at most 50 */
        UserCodes: {
            codes: components["schemas"]["UserCode"][];
        };
        /** @description A message caused by an event */
        UserMessage: {
            /** @enum {string} */
            channel: "mail" | "sms";
            template: string | null;
            /**
             * @description `sent`: accepted by the provider. The states from `deferred` on are what the provider reported later
             * @enum {string}
             */
            state: "queued" | "sending" | "sent" | "failed" | "deferred" | "delivered" | "unsubscribed" | "bounced" | "complained";
            attempts: number;
            provider: string | null;
            /** @description The provider’s answer to the last failed attempt */
            lastAnswer: string | null;
            /** Format: date-time */
            sentAt: string | null;
            /** Format: date-time */
            failedAt: string | null;
            /**
             * Format: date-time
             * @description When the recipient’s server or phone accepted it, as the provider reported
             */
            deliveredAt: string | null;
            /** Format: date-time */
            bouncedAt: string | null;
            /** @enum {string|null} */
            bounceReason: "mailbox-unavailable" | "mailbox-full" | "rejected" | null;
        };
        /** @description Accounts, newest first */
        UserPage: {
            users: components["schemas"]["UserRecord"][];
            /**
             * Format: uuid
             * @description For `after`, to get the next page; null on the last page
             */
            nextAfter: string | null;
        };
        /** @description An account as administrators see it. Erased accounts have only id, state and times */
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
            /** @description The terms that the person agreed to at sign-up; null if the application did not ask for it */
            acceptedTerms: components["schemas"]["AcceptedTerms"] | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            activatedAt: string | null;
            /** Format: date-time */
            suspendedAt: string | null;
            suspensionReason: string | null;
        };
        /** @description Accounts and registrations with one address */
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
        /** @description A URL that events are sent to */
        Webhook: {
            /** Format: uuid */
            id: string;
            url: string;
            /** @description The event types that are sent; null: all */
            types: string[] | null;
            /** @description Its purpose */
            description: string | null;
            /** @enum {string} */
            state: "enabled" | "disabled";
            /**
             * @description `operator`: someone disabled it. `failing`: nothing was delivered for three days. `gone`: it answered 410
             * @enum {string|null}
             */
            disabledReason: "operator" | "failing" | "gone" | null;
            /** Format: date-time */
            disabledAt: string | null;
            /**
             * Format: date-time
             * @description Since when deliveries have failed; null: the last one succeeded
             */
            failingSince: string | null;
            /**
             * Format: date-time
             * @description Until then deliveries are also signed with the previous secret
             */
            previousSecretUntil: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        /** @description A delivery of an event to a webhook */
        WebhookDelivery: {
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description Also sent as `webhook-id`
             */
            eventId: string;
            type: string;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            /** @description Attempts since it was created or replayed */
            attempts: number;
            /** @description The latest attempts, newest first */
            answers: components["schemas"]["DeliveryAttempt"][];
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description Earliest time of the next attempt; null: no more attempts
             */
            nextAttemptAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
            /** @description Why it failed: `deadline-passed`, `gone`, `webhook-disabled` or `event-gone` */
            failure: string | null;
        };
        /** @description An application’s webhooks, oldest first */
        WebhookList: {
            webhooks: components["schemas"]["Webhook"][];
        };
        /** @description A webhook with its secret, which only the responses to its creation and to a rotation contain */
        WebhookWithSecret: {
            /** Format: uuid */
            id: string;
            url: string;
            /** @description The event types that are sent; null: all */
            types: string[] | null;
            /** @description Its purpose */
            description: string | null;
            /** @enum {string} */
            state: "enabled" | "disabled";
            /**
             * @description `operator`: someone disabled it. `failing`: nothing was delivered for three days. `gone`: it answered 410
             * @enum {string|null}
             */
            disabledReason: "operator" | "failing" | "gone" | null;
            /** Format: date-time */
            disabledAt: string | null;
            /**
             * Format: date-time
             * @description Since when deliveries have failed; null: the last one succeeded
             */
            failingSince: string | null;
            /**
             * Format: date-time
             * @description Until then deliveries are also signed with the previous secret
             */
            previousSecretUntil: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Verifies signatures (Standard Webhooks): `whsec_` and 32 bytes in Base64 */
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
        /** @description The cursor is before the beginning of the event log (`events-archived`) */
        EventsArchived: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 410;
                    /** @enum {unknown} */
                    code?: "events-archived";
                };
            };
        };
        /** @description Feedback is not possible here, or no longer (`feedback-closed`) */
        FeedbackClosed: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 410;
                    /** @enum {unknown} */
                    code?: "feedback-closed";
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
        /**
         * @description - `json-invalid`: Invalid JSON body
         *     - `request-malformed`: Malformed HTTP request
         */
        JsonInvalidOrRequestMalformed: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 400;
                    /** @enum {unknown} */
                    code?: "json-invalid" | "request-malformed";
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
        /** @description The signature or the credentials are missing, wrong or too old (`signature-invalid`) */
        SignatureInvalid: {
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
                    code?: "signature-invalid";
                };
            };
        };
        /** @description Suppression not found (`suppression-unknown`) */
        SuppressionUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 404;
                    /** @enum {unknown} */
                    code?: "suppression-unknown";
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
        /** @description Stop not found (`text-stop-unknown`) */
        TextStopUnknown: {
            headers: {
                "Content-Language": components["headers"]["ContentLanguage"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 404;
                    /** @enum {unknown} */
                    code?: "text-stop-unknown";
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
         * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
         * @example fr-CA, fr;q=0.9
         */
        AcceptLanguage: string;
        /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
        AdministeredApplication: string;
        /** @description Slug of the application */
        Application: string;
        /**
         * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
         * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
         */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description How to authenticate (RFC 9110, section 11.6.1). Scripts of pages get `X-Basic` instead of `Basic`, so that browsers show no dialog */
        Challenge: string;
        /** @description The language of the problem’s texts */
        ContentLanguage: "en" | "fr" | "de" | "es" | "ar" | "ja";
        /** @description `true` if the answer was already given for the same Idempotency-Key; otherwise absent */
        IdempotentReplayed: string;
        /** @description Identifies this request in the service’s logs */
        RequestId: string;
        /** @description Seconds to wait, rounded up */
        RetryAfter: string;
        /** @description Seconds to wait, rounded up, if known */
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *             "accent",
                     *             "logo",
                     *             "terms",
                     *             "privacy",
                     *             "support",
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *         "accent",
                     *         "logo",
                     *         "terms",
                     *         "privacy",
                     *         "support",
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The built-in text is sent */
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The provider accepted it */
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
    receiveProviderEvents: {
        parameters: {
            query?: {
                /** @description The message, in the address that Twilio was given with it */
                delivery?: string;
            };
            header?: {
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The provider, as the settings name it */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Recorded */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["JsonInvalidOrRequestMalformed"];
            401: components["responses"]["SignatureInvalid"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listSuppressions: {
        parameters: {
            query?: {
                /** @description `nextAfter` from the previous page */
                after?: string;
                /** @description Maximum number of entries per page; 50 by default */
                limit?: number;
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of results */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "suppressions": [
                     *         {
                     *           "id": "019a4f3e-7c1d-7d3e-9b1f-2f6f6d0c8a11",
                     *           "channel": "mail",
                     *           "cause": "bounced",
                     *           "reason": "mailbox-unavailable",
                     *           "provider": "postmark",
                     *           "messageId": "019a4f3e-7c1c-7d3e-9b1f-2f6f6d0c8a11",
                     *           "userId": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *           "createdAt": "2026-11-21T09:00:02.000Z"
                     *         }
                     *       ],
                     *       "nextAfter": null
                     *     }
                     */
                    "application/json": components["schemas"]["SuppressionPage"];
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
    lookUpSuppression: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                 *       "recipient": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["LookUpSuppressionRequest"];
            };
        };
        responses: {
            /** @description A page of results */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "suppressions": [
                     *         {
                     *           "id": "019a4f3e-7c1d-7d3e-9b1f-2f6f6d0c8a11",
                     *           "channel": "mail",
                     *           "cause": "bounced",
                     *           "reason": "mailbox-unavailable",
                     *           "provider": "postmark",
                     *           "messageId": "019a4f3e-7c1c-7d3e-9b1f-2f6f6d0c8a11",
                     *           "userId": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *           "createdAt": "2026-11-21T09:00:02.000Z"
                     *         }
                     *       ],
                     *       "nextAfter": null
                     *     }
                     */
                    "application/json": components["schemas"]["SuppressionPage"];
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
    removeSuppression: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The suppression’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Messages are sent to it again */
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
            404: components["responses"]["SuppressionUnknown"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    readMessageBacklog: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *       "waiting": 3,
                     *       "oldestWaitingSince": "2026-11-21T09:00:00.000Z",
                     *       "deadLetters": 0,
                     *       "isPartial": false
                     *     }
                     */
                    "application/json": components["schemas"]["MessageBacklog"];
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
    listMessages: {
        parameters: {
            query?: {
                /** @description `nextAfter` from the previous page */
                after?: string;
                /** @description Maximum number of entries per page; 50 by default */
                limit?: number;
                /** @description All states by default. `dead-letter`: failed although someone is waiting, and neither retried nor dropped */
                state?: "queued" | "sending" | "sent" | "failed" | "deferred" | "delivered" | "unsubscribed" | "bounced" | "complained" | "dead-letter";
                /** @description Mail or SMS */
                channel?: "mail" | "sms";
                /** @description The kind of message, such as `activation-code` */
                template?: string;
                /** @description Only messages requested at or after this time */
                createdFrom?: string;
                /** @description Only messages requested before this time */
                createdBefore?: string;
                /** @description Only messages for this account */
                userId?: string;
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of results */
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
                     *           "deferredAt": null,
                     *           "deliveredAt": null,
                     *           "bouncedAt": null,
                     *           "bounce": null,
                     *           "bounceReason": null,
                     *           "complainedAt": null,
                     *           "unsubscribedAt": null,
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description A page of results */
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
                     *           "deferredAt": null,
                     *           "deliveredAt": null,
                     *           "bouncedAt": null,
                     *           "bounce": null,
                     *           "bounceReason": null,
                     *           "complainedAt": null,
                     *           "unsubscribedAt": null,
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *       "deferredAt": null,
                     *       "deliveredAt": null,
                     *       "bouncedAt": null,
                     *       "bounce": null,
                     *       "bounceReason": null,
                     *       "complainedAt": null,
                     *       "unsubscribedAt": null,
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description How many were processed */
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description How many were processed */
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
    listProviders: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The providers */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ofAllApplications": false,
                     *       "providers": [
                     *         {
                     *           "channel": "mail",
                     *           "name": "postmark",
                     *           "share": null,
                     *           "state": "open",
                     *           "reason": "http-503 100",
                     *           "changedAt": "2026-11-29T12:00:00.000Z",
                     *           "accepted": 12,
                     *           "refused": 4
                     *         },
                     *         {
                     *           "channel": "mail",
                     *           "name": "mailjet",
                     *           "share": null,
                     *           "state": "closed",
                     *           "reason": null,
                     *           "changedAt": null,
                     *           "accepted": 31,
                     *           "refused": 0
                     *         }
                     *       ],
                     *       "application": "shop",
                     *       "routes": [
                     *         {
                     *           "channel": "mail",
                     *           "decidedBy": "application",
                     *           "providers": [
                     *             {
                     *               "name": "postmark",
                     *               "share": null
                     *             },
                     *             {
                     *               "name": "mailjet",
                     *               "share": 5
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Providers"];
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
    readSmsSpend: {
        parameters: {
            query?: {
                /** @description The first day (UTC); by default 29 days before the last one */
                from?: string;
                /** @description The last day (UTC), at most 366 days in total; today by default */
                to?: string;
                /** @description Slug of an application, or `*` for all, for operators only; your own application by default */
                application?: string;
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The estimate */
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
                     *       "totals": [
                     *         {
                     *           "currency": "EUR",
                     *           "messages": 120,
                     *           "segments": 124,
                     *           "unpriced": 0,
                     *           "amount": "9.2876"
                     *         }
                     *       ],
                     *       "days": [
                     *         {
                     *           "currency": "EUR",
                     *           "messages": 120,
                     *           "segments": 124,
                     *           "unpriced": 0,
                     *           "amount": "9.2876",
                     *           "application": "default",
                     *           "day": "2026-11-21"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TextSpend"];
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
    readAppearance: {
        parameters: {
            query?: {
                /** @description Slug of the application, where no header `Gatehouse-Application` names it */
                application?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier response: if nothing has changed, 304 without a body */
                "If-None-Match"?: string;
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appearance */
            200: {
                headers: {
                    /** @description Changes with the appearance */
                    ETag: string;
                    /** @description Public, for one minute */
                    "Cache-Control": string;
                    /** @description Gatehouse-Application */
                    Vary: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "application": "shop",
                     *       "name": "Shop",
                     *       "accentColor": "#0b6e4f",
                     *       "accentColors": {
                     *         "light": {
                     *           "accent": "#0b6e4f",
                     *           "onAccent": "#ffffff"
                     *         },
                     *         "dark": {
                     *           "accent": "#4a9579",
                     *           "onAccent": "#0b1220"
                     *         }
                     *       },
                     *       "cornerRadius": 12,
                     *       "colorScheme": "auto",
                     *       "logo": {
                     *         "path": "/a/shop/logo/4f1c9a52e0b7d6830c5e2f9b71a8d340",
                     *         "type": "image/png",
                     *         "width": 240,
                     *         "height": 96
                     *       },
                     *       "termsUrl": "https://shop.example/terms",
                     *       "privacyUrl": "https://shop.example/privacy",
                     *       "supportEmail": "help@shop.example"
                     *     }
                     */
                    "application/json": components["schemas"]["Appearance"];
                };
            };
            /** @description Nothing has changed */
            304: {
                headers: {
                    /** @description Changes with the appearance */
                    ETag: string;
                    /** @description Public, for one minute */
                    "Cache-Control": string;
                    /** @description Gatehouse-Application */
                    Vary: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listApplications: {
        parameters: {
            query?: {
                /** @description `nextAfter` from the previous page */
                after?: string;
                /** @description Maximum number of entries per page; 50 by default */
                limit?: number;
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of results */
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
                     *             "askFeedback": null,
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
                     *             "profile": null,
                     *             "providers": null,
                     *             "requirePhone": null,
                     *             "revealExistingAccounts": null,
                     *             "sms": null,
                     *             "termsVersion": null
                     *           },
                     *           "appearance": {
                     *             "accentColor": "#0b6e4f",
                     *             "colorScheme": null,
                     *             "cornerRadius": 12,
                     *             "privacyUrl": null,
                     *             "supportEmail": null,
                     *             "termsUrl": null
                     *           },
                     *           "logo": null,
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
                     *               "perDay": 500,
                     *               "perRangeAndHour": 20,
                     *               "rangeSample": 10,
                     *               "countrySample": 100,
                     *               "leastProvenPercent": 10,
                     *               "stopSeconds": 86400
                     *             },
                     *             "providers": {
                     *               "mail": [],
                     *               "sms": []
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                 *       },
                 *       "appearance": {
                 *         "accentColor": "#0b6e4f",
                 *         "cornerRadius": 12
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CreateApplicationRequest"];
            };
        };
        responses: {
            /** @description The application was created */
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
                     *         "askFeedback": null,
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
                     *         "profile": null,
                     *         "providers": null,
                     *         "requirePhone": null,
                     *         "revealExistingAccounts": null,
                     *         "sms": null,
                     *         "termsVersion": null
                     *       },
                     *       "appearance": {
                     *         "accentColor": "#0b6e4f",
                     *         "colorScheme": null,
                     *         "cornerRadius": 12,
                     *         "privacyUrl": null,
                     *         "supportEmail": null,
                     *         "termsUrl": null
                     *       },
                     *       "logo": null,
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
                     *           "perDay": 500,
                     *           "perRangeAndHour": 20,
                     *           "rangeSample": 10,
                     *           "countrySample": 100,
                     *           "leastProvenPercent": 10,
                     *           "stopSeconds": 86400
                     *         },
                     *         "providers": {
                     *           "mail": [],
                     *           "sms": []
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *         "askFeedback": null,
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
                     *         "profile": null,
                     *         "providers": null,
                     *         "requirePhone": null,
                     *         "revealExistingAccounts": null,
                     *         "sms": null,
                     *         "termsVersion": null
                     *       },
                     *       "appearance": {
                     *         "accentColor": "#0b6e4f",
                     *         "colorScheme": null,
                     *         "cornerRadius": 12,
                     *         "privacyUrl": null,
                     *         "supportEmail": null,
                     *         "termsUrl": null
                     *       },
                     *       "logo": null,
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
                     *           "perDay": 500,
                     *           "perRangeAndHour": 20,
                     *           "rangeSample": 10,
                     *           "countrySample": 100,
                     *           "leastProvenPercent": 10,
                     *           "stopSeconds": 86400
                     *         },
                     *         "providers": {
                     *           "mail": [],
                     *           "sms": []
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *         "askFeedback": null,
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
                     *         "profile": null,
                     *         "providers": null,
                     *         "requirePhone": null,
                     *         "revealExistingAccounts": null,
                     *         "sms": null,
                     *         "termsVersion": null
                     *       },
                     *       "appearance": {
                     *         "accentColor": "#0b6e4f",
                     *         "colorScheme": null,
                     *         "cornerRadius": 12,
                     *         "privacyUrl": null,
                     *         "supportEmail": null,
                     *         "termsUrl": null
                     *       },
                     *       "logo": null,
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
                     *           "perDay": 500,
                     *           "perRangeAndHour": 20,
                     *           "rangeSample": 10,
                     *           "countrySample": 100,
                     *           "leastProvenPercent": 10,
                     *           "stopSeconds": 86400
                     *         },
                     *         "providers": {
                     *           "mail": [],
                     *           "sms": []
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
    setLogo: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                "image/png": unknown;
                "image/webp": unknown;
                "image/svg+xml": unknown;
            };
        };
        responses: {
            /** @description The logo, as it is served */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "path": "/a/shop/logo/4f1c9a52e0b7d6830c5e2f9b71a8d340",
                     *       "type": "image/svg+xml",
                     *       "width": 240,
                     *       "height": 96,
                     *       "removed": [
                     *         "script"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SavedLogo"];
                };
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["ApplicationNotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    removeLogo: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The application has no logo */
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
            404: components["responses"]["ApplicationNotFound"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The key, shown only once */
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The new key, shown only once */
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The key and every key created with it are revoked */
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
                /** @description A `position` or `nextAfter`: returns entries after it, in the order that is asked for */
                after?: string;
                /** @description Maximum number of entries per page; 100 by default. Not used for NDJSON exports */
                limit?: number;
                /** @description Covers every application; only for administrators of `default`, not for keys */
                applications?: "all";
                /** @description Oldest first by default. Not used for NDJSON exports */
                order?: "oldest-first" | "latest-first";
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description A page of results */
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
                     *           "acceptedTerms": {
                     *             "version": "2026-11",
                     *             "acceptedAt": "2026-11-21T09:00:00.000Z"
                     *           },
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
                /** @description All states by default */
                state?: "pending" | "active" | "suspended" | "superseded" | "erased";
                /** @description Only people who signed up at or after this time */
                createdFrom?: string;
                /** @description Only people who signed up before this time */
                createdBefore?: string;
                /** @description `nextAfter` from the previous page */
                after?: string;
                /** @description Maximum number of entries per page; 50 by default */
                limit?: number;
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of results */
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
                     *           "acceptedTerms": {
                     *             "version": "2026-11",
                     *             "acceptedAt": "2026-11-21T09:00:00.000Z"
                     *           },
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *           "acceptedTerms": {
                     *             "version": "2026-11",
                     *             "acceptedAt": "2026-11-21T09:00:00.000Z"
                     *           },
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *       "acceptedTerms": {
                     *         "version": "2026-11",
                     *         "acceptedAt": "2026-11-21T09:00:00.000Z"
                     *       },
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The person has been erased */
            204: {
                headers: {
                    /** @description Clears the session’s cookie, if the request has it and the session has ended */
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
                /** @description `nextAfter` from the previous page */
                after?: string;
                /** @description Maximum number of entries per page; 50 by default */
                limit?: number;
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *             "failedAt": null,
                     *             "deliveredAt": null,
                     *             "bouncedAt": null,
                     *             "bounceReason": null
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
    listCodesOfUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The codes */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "codes": [
                     *         {
                     *           "id": "019a4f3e-7c1b-7d3e-9b1f-2f6f6d0c8a11",
                     *           "purpose": "activation",
                     *           "channel": "mail",
                     *           "number": 1,
                     *           "digits": 4,
                     *           "state": "valid",
                     *           "issuedAt": "2026-11-21T09:00:00.000Z",
                     *           "sentAt": "2026-11-21T09:00:01.000Z",
                     *           "expiresAt": "2026-11-21T09:01:01.000Z",
                     *           "triesLeft": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UserCodes"];
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
    suspendUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The account is suspended */
            204: {
                headers: {
                    /** @description Clears the session’s cookie, if the request has it and the session has ended */
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The message will be sent */
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
                /** @description The first day (UTC); by default 29 days before the last one */
                from?: string;
                /** @description The last day (UTC), at most 366 days in total; today by default */
                to?: string;
                /** @description Slug of an application, or `*` for all, for operators only; your own application by default */
                application?: string;
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
    readActivationRates: {
        parameters: {
            query: {
                /** @description `provider`: of the first mail. `mail-domain`: of the address at sign-up. `phone-country`: of people who were sent a code by text message */
                by: "provider" | "mail-domain" | "phone-country";
                /** @description Number of weeks, including the current one; 5 by default */
                weeks?: number;
                /** @description Slug of an application, or `*` for all, for operators only; your own application by default */
                application?: string;
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *       "by": "mail-domain",
                     *       "from": "2026-10-19",
                     *       "groups": [
                     *         {
                     *           "name": "gmail.com",
                     *           "people": 812,
                     *           "delivered": 809,
                     *           "bounced": 1,
                     *           "activated": 743
                     *         },
                     *         {
                     *           "name": "example.org",
                     *           "people": 40,
                     *           "delivered": 15,
                     *           "bounced": 22,
                     *           "activated": 11
                     *         }
                     *       ],
                     *       "others": {
                     *         "people": 87,
                     *         "delivered": 85,
                     *         "bounced": 2,
                     *         "activated": 66
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ActivationRates"];
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
    listFeedback: {
        parameters: {
            query?: {
                /** @description `nextAfter` from the previous page */
                after?: string;
                /** @description Maximum number of entries per page; 50 by default */
                limit?: number;
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of feedback */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "feedback": [
                     *         {
                     *           "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a16",
                     *           "userId": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11",
                     *           "ease": 5,
                     *           "text": "The code was there at once",
                     *           "givenAt": "2026-11-21T09:01:10.000Z"
                     *         }
                     *       ],
                     *       "nextAfter": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a16"
                     *     }
                     */
                    "application/json": components["schemas"]["FeedbackPage"];
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
    readFeedbackByWeek: {
        parameters: {
            query?: {
                /** @description Number of weeks, including the current one; 12 by default */
                weeks?: number;
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The averages */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "total": {
                     *         "answers": 42,
                     *         "averageEase": 4.31
                     *       },
                     *       "weeks": [
                     *         {
                     *           "week": "2026-11-16",
                     *           "answers": 42,
                     *           "averageEase": 4.31
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FeedbackWeeks"];
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
    listSmsStops: {
        parameters: {
            query?: {
                /** @description `nextAfter` from the previous page */
                after?: string;
                /** @description Maximum number of stops per page; 50 by default */
                limit?: number;
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of stops, ordered by place */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "stops": [
                     *         {
                     *           "id": "019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a17",
                     *           "kind": "range",
                     *           "place": "+3361234",
                     *           "reason": "unproven",
                     *           "asked": 14,
                     *           "proven": 0,
                     *           "stoppedAt": "2026-11-29T12:00:00.000Z",
                     *           "endsAt": "2026-11-30T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "nextAfter": null
                     *     }
                     */
                    "application/json": components["schemas"]["TextStopPage"];
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
    liftSmsStop: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /** @description The stop’s id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stop is lifted */
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
            404: components["responses"]["TextStopUnknown"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    readSmsTraffic: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *       "countries": [
                     *         {
                     *           "country": "FR",
                     *           "asked": 120,
                     *           "proven": 97,
                     *           "provenPercent": 80.8
                     *         }
                     *       ],
                     *       "ranges": [
                     *         {
                     *           "range": "+3361234",
                     *           "country": "FR",
                     *           "asked": 14,
                     *           "proven": 0,
                     *           "provenPercent": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TextTraffic"];
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
    importUsers: {
        parameters: {
            query: {
                /** @description A UUID that you choose. To continue an interrupted import, send the same one again */
                importId: string;
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The report: one outcome per line */
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                    /** @description Makes browsers save it as a file */
                    "Content-Disposition": string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {"id":"019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11","state":"active","email":"ada@example.com","emailVerified":true,"name":"Ada","surname":"Lovelace","phone":"+33612345678","phoneVerified":false,"hobbies":["whist"],"birthDate":"1915-12-10","locale":"fr","acceptedTerms":null,"createdAt":"2026-11-21T09:00:00.000Z","activatedAt":"2026-11-21T09:00:42.000Z","suspendedAt":null} */
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
    getSignUpRules: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "fields": {
                     *         "name": "required",
                     *         "surname": "optional",
                     *         "phone": "accepted",
                     *         "birthDate": "none",
                     *         "hobbies": "none"
                     *       },
                     *       "passwordMinLength": 8,
                     *       "terms": {
                     *         "version": "2026-11",
                     *         "termsUrl": "https://shop.example/terms",
                     *         "privacyUrl": "https://shop.example/privacy"
                     *       },
                     *       "resetCodeLength": 8,
                     *       "gapSeconds": 30
                     *     }
                     */
                    "application/json": components["schemas"]["SignUpRules"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The registration was created, and its mail will be sent */
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
                     *       "acceptedTerms": null,
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
                /** @description The application’s slug, for clients that cannot send `Gatehouse-Application`, such as `EventSource` */
                application?: string;
            };
            header?: {
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *       "message": {
                     *         "state": "bounced",
                     *         "reason": "mailbox-unavailable"
                     *       },
                     *       "phone": null,
                     *       "serverTime": "2026-11-21T09:00:02.104Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ActivationStatus"];
                    "text/event-stream": string;
                };
            };
            /** @description For a reconnecting stream: nothing more will come */
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
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The account is active, or `missing` lists what must still be verified */
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
                     *       "acceptedTerms": null,
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "activatedAt": "2026-11-21T09:00:42.000Z",
                     *       "missing": [],
                     *       "feedbackToken": null
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The phone is verified: the account is active, or `missing` lists what must still be verified */
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
                     *       "acceptedTerms": null,
                     *       "createdAt": "2026-11-21T09:00:00.000Z",
                     *       "activatedAt": null,
                     *       "missing": [
                     *         "email"
                     *       ],
                     *       "feedbackToken": null
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The message will be sent */
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
    giveFeedback: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                 *       "token": "AZpPPnwafT6bHy9vbQyKEQ9nJ7V6yQ0mB5c1hW3xkLr8sTzE2uFdGiKoPqRjNvYb",
                 *       "ease": 5,
                 *       "text": "The code was there at once"
                 *     }
                 */
                "application/json": components["schemas"]["GiveFeedbackRequest"];
            };
        };
        responses: {
            /** @description The feedback is stored */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["RequestMalformedOrJsonInvalidOrApplicationUnknown"];
            410: components["responses"]["FeedbackClosed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["MediaTypeUnsupported"];
            422: components["responses"]["FieldUnknownOrValidationFailed"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getMyProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *       "acceptedTerms": null,
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
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account has been erased */
            204: {
                headers: {
                    /** @description Clears the session’s cookie, if the request has it and the session has ended */
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
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The updated profile */
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
                     *       "acceptedTerms": null,
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
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                    /** @description Makes browsers save it as a file */
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
                     *         "acceptedTerms": null,
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
                     *       "feedback": [],
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
                     *           "revokedAt": null,
                     *           "device": {
                     *             "browser": "Firefox",
                     *             "system": "Windows"
                     *           },
                     *           "network": "192.0.2.1"
                     *         }
                     *       ],
                     *       "repeatableAnswers": [],
                     *       "roles": [],
                     *       "suppressions": [],
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
                     *           "deferredAt": null,
                     *           "deliveredAt": null,
                     *           "bouncedAt": null,
                     *           "bounce": null,
                     *           "bounceReason": null,
                     *           "complainedAt": null,
                     *           "unsubscribedAt": null,
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
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                    /** @description Clears the session’s cookie, if the request has it and the session has ended */
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The account’s own address, now shown as it was typed */
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
                     *       "acceptedTerms": null,
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
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The address has been changed */
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
                     *       "acceptedTerms": null,
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
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                    /** @description Clears the session’s cookie, if the request has it and the session has ended */
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                    /** @description Clears the session’s cookie, if the request has it and the session has ended */
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The message will be sent */
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
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The phone has been verified */
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
                     *       "acceptedTerms": null,
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
    listSessionsOfUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *           "current": false,
                     *           "createdAt": "2026-11-21T09:01:00.000Z",
                     *           "lastUsedAt": "2026-11-21T09:31:00.000Z",
                     *           "expiresAt": "2026-12-21T09:31:00.000Z",
                     *           "device": {
                     *             "browser": "Firefox",
                     *             "system": "Windows"
                     *           },
                     *           "network": "203.0.113.7"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SessionList"];
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
    endSessionsOfUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description No session is left */
            204: {
                headers: {
                    /** @description Clears the session’s cookie, if the request has it and the session has ended */
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
    listSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                     *           "expiresAt": "2026-12-21T09:31:00.000Z",
                     *           "device": {
                     *             "browser": "Firefox",
                     *             "system": "Windows"
                     *           },
                     *           "network": "203.0.113.7"
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The session was created */
            201: {
                headers: {
                    /** @description URL of the session, for ending it */
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
                     *         "acceptedTerms": null,
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
                /** @description The session’s `csrfToken`, if the refresh token is in the cookie */
                "X-CSRF-Token"?: string;
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The new tokens */
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
                /** @description Slug of the application */
                "Gatehouse-Application"?: components["parameters"]["Application"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The session has ended */
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
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                    /** @description How long the keys may be cached: five minutes */
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
                /** @description `nextAfter` from the previous page: returns events after it. Absent: from the beginning. `latest`: only new events */
                after?: string;
                /** @description Event types, separated by commas. Absent: all */
                types?: string;
                /** @description Maximum number of events per page; 100 by default */
                limit?: number;
                /** @description Seconds to wait for events if there are none; 0 by default. Streams always wait */
                wait?: number;
            };
            header?: {
                /** @description The id of the last event of an interrupted stream */
                "Last-Event-ID"?: string;
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            410: components["responses"]["EventsArchived"];
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The webhook with its secret, shown only once */
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The new secret, shown only once */
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
                 * @description Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description The event will be sent */
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
                /** @description `nextAfter` from the previous page */
                after?: string;
                /** @description Maximum number of entries per page; 50 by default */
                limit?: number;
            };
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description A page of results */
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description It will be delivered */
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
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description They will be delivered */
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
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
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
            /** @description Not ready; the body says what is missing */
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
    readDiagnostics: {
        parameters: {
            query?: never;
            header?: {
                /** @description Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default` */
                "Gatehouse-Application"?: components["parameters"]["AdministeredApplication"];
                /**
                 * @description Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): en, fr, de, es, ar, ja
                 * @example fr-CA, fr;q=0.9
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "process": {
                     *         "version": "0.3.0",
                     *         "nodeVersion": "24.11.0",
                     *         "startedAt": "2026-11-29T08:00:00.000Z",
                     *         "hashing": {
                     *           "slots": 4,
                     *           "running": 4,
                     *           "waiting": 9,
                     *           "longestWaitSeconds": 0.21
                     *         }
                     *       },
                     *       "examinedAt": "2026-11-29T12:00:00.000Z",
                     *       "findings": [
                     *         {
                     *           "subject": "database",
                     *           "state": "good",
                     *           "found": "PostgreSQL 18.1",
                     *           "advice": null
                     *         },
                     *         {
                     *           "subject": "dmarc",
                     *           "state": "warn",
                     *           "found": "acme.example has no DMARC record, which large mailbox providers require",
                     *           "advice": "Add the TXT record \"v=DMARC1; p=none; rua=mailto:postmaster@acme.example\" to _dmarc.acme.example"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Diagnostics"];
                };
            };
            400: components["responses"]["RequestMalformedOrApplicationUnknown"];
            401: components["responses"]["TokenInvalid"];
            403: components["responses"]["ScopeMissing"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["FieldUnknown"];
            429: components["responses"]["Throttled"];
            503: components["responses"]["Busy"];
            default: components["responses"]["OtherProblem"];
        };
    };
}
