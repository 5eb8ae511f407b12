/** Puts the rules in front of Quarkus' HTTP server. */
@NullMarked
package org.equipoise.security.http;

import org.jspecify.annotations.NullMarked;
