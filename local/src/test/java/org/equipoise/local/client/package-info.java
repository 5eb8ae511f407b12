/** What is published, and how it is waited for. */
@NullMarked
package org.equipoise.local.client;

import org.jspecify.annotations.NullMarked;
