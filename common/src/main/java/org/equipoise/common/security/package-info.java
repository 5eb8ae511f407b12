/** Who may ask a service what. */
@NullMarked
package org.equipoise.common.security;

import org.jspecify.annotations.NullMarked;
