/** The whole system as a user runs it: the script, the launcher, the services, the broker and the object store. */
@NullMarked
package org.equipoise.e2e;

import org.jspecify.annotations.NullMarked;
