/** For the services' tests: every endpoint a service has, and keys to ask it with. */
@NullMarked
package org.equipoise.security.testing;

import org.jspecify.annotations.NullMarked;
