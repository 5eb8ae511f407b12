/** What a request may do, decided from its method, path, host and role. */
@NullMarked
package org.equipoise.security.access;

import org.jspecify.annotations.NullMarked;
