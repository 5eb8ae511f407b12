/** Who may ask a service what: API keys with roles, in front of every endpoint of every service. */
@NullMarked
package org.equipoise.security;

import org.jspecify.annotations.NullMarked;
