import '@gatehouse/elements';
import { useState } from 'react';

export function SignUpPage({ service }) {
  const [email, setEmail] = useState(null);
  if (email) return <p role="status">Welcome, {email}.</p>;
  return (
    <gatehouse-sign-up
      application="default"
      base-url={service}
      fields="name"
      ongatehouse-activated={({ detail }) => setEmail(detail.email)}
    >
      <p slot="terms">
        By signing up, you accept our <a href="/terms">terms</a>.
      </p>
    </gatehouse-sign-up>
  );
}
