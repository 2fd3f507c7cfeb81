/**
 * Azure Blob Storage for tests, over a real socket, for the real SDK. What it does follows Microsoft's REST reference
 * (Get Blob, Get Blob Properties, Authorize with Shared Key, Blob service error codes).
 */
package io.trailbridge.standin.azure;
