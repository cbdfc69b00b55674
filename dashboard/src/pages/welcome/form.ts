/** What can be said about the first form before the server is asked. */

/** The server asks for as many; see `runtime/accounts`. */
export const PASSWORD_LENGTH = 10;

/** Keys of the `welcome` namespace, by field; empty when the form can be sent. */
export type FormErrors = Partial<Record<'name' | 'email' | 'password', string>>;

export interface OwnerForm {
  name: string;
  email: string;
  password: string;
}

export function ownerErrors(form: OwnerForm): FormErrors {
  return {
    ...(form.name.trim() ? {} : { name: 'missing.name' }),
    ...emailError(form.email),
    ...(form.password.length >= PASSWORD_LENGTH ? {} : { password: 'missing.passwordShort' }),
  };
}

export function signInErrors(form: Omit<OwnerForm, 'name'>): FormErrors {
  return { ...emailError(form.email), ...(form.password ? {} : { password: 'missing.password' }) };
}

function emailError(email: string): FormErrors {
  return /^\S+@\S+$/.test(email.trim()) ? {} : { email: 'missing.email' };
}
